"""The page on which tokens for programs are made and revoked."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts.models import LogIn, Researcher
from esmpress.studies.members import remove_member
from esmpress.studies.models import ApiToken, Scope, Study
from tests.api.researcher.calls import ask, token_for
from tests.console.browsers import browser_for
from tests.factories import make_member, make_study

pytestmark = pytest.mark.django_db
MADE = {"act": "make", "name": "Nightly copy", "scopes": ["read:study"], "days": "30"}


@pytest.fixture
def study() -> Study:
    return make_study(slug="one", name="Affect week")


@pytest.fixture
def owner(study: Study) -> Researcher:
    return make_member(study, "owner", name="Olga Owner", email="olga@example.org")


@pytest.fixture
def client(owner: Researcher) -> Client:
    """The owner's browser, just logged in."""
    return browser_for(owner)


def page_of(study: Study) -> str:
    return reverse("admin:studies_study_api_tokens", args=[study.pk])


def post(client: Client, study: Study, **fields: Any) -> Any:
    return client.post(page_of(study), fields)


def shown(answer: Any) -> str:
    """The token in a page."""
    match = re.search(r'id="new_token"[^>]*>(esmp_\w+)<', answer.content.decode())
    assert match is not None
    return match[1]


def an_hour_later() -> None:
    """Nobody has shown for long that it is them."""
    LogIn.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))


def test_a_token_is_made_and_shown_once(client: Client, study: Study) -> None:
    token = shown(post(client, study, **MADE))

    kept = ApiToken.objects.get()
    assert ask(token, "/one").status_code == 200
    assert (kept.name, kept.scopes, kept.study) == ("Nightly copy", ["read:study"], study)
    assert kept.expires_at - kept.made_at == timedelta(days=30)
    assert token not in client.get(page_of(study)).content.decode()
    assert token[5:] not in str(LogEntry.objects.values())
    assert token[5:] not in str(client.cookies)


def test_what_a_token_may_read_is_told_in_words(client: Client, study: Study) -> None:
    page = post(client, study, **MADE).content.decode()

    listed = page.partition("Nightly copy")[2].partition("Make a token")[0]
    assert "the study: its design and its dates" in listed
    assert "read:study" not in listed


def test_what_is_proposed_is_ninety_days_and_all_but_the_arms(client: Client, study: Study) -> None:
    form = client.get(page_of(study)).context["form"]

    assert form["days"].value() == 90
    assert form["scopes"].value() == [one for one in Scope.values if one != "read:arms"]


def test_who_has_not_shown_that_it_is_them_makes_none(client: Client, study: Study) -> None:
    client.get(page_of(study))
    an_hour_later()

    page = client.get(page_of(study)).content.decode()
    posted = post(client, study, **MADE)
    proving = client.get(page_of(study), {"prove": "1"})

    sure = f"{reverse('admin:account_sure')}?next="
    assert 'name="scopes"' not in page
    assert posted["Location"].startswith(sure)
    assert proving["Location"].startswith(sure)
    assert not ApiToken.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("name", "x" * 61, "at most 60"),
        ("scopes", [], "Tick at least one."),
        ("scopes", ["write:all"], "write:all is not one of"),
        ("days", "366", "366 is not one of"),
    ],
)
def test_a_bad_field_is_said_and_nothing_made(
    client: Client, study: Study, field: str, value: object, sentence: str
) -> None:
    answer = post(client, study, **MADE | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_whether_a_second_factor_was_shown_is_kept(client: Client, study: Study) -> None:
    post(client, study, **MADE)
    LogIn.objects.update(factor="passkey")
    post(client, study, **MADE)

    made = ApiToken.objects.order_by("pk")
    assert [one.made_with_factor for one in made] == [False, True]


def test_revoking_asks_first_and_needs_no_proof(client: Client, study: Study) -> None:
    token = shown(post(client, study, **MADE))
    pk = ApiToken.objects.get().pk
    an_hour_later()

    asked = post(client, study, act="revoke", token=pk)
    before = ask(token, "/one").status_code
    done = post(client, study, act="revoke", token=pk, sure="1")

    assert "Revoke the token “Nightly copy”?" in asked.content.decode()
    assert (before, done.status_code, ask(token, "/one").status_code) == (200, 302, 401)
    assert "was revoked" in str(LogEntry.objects.first())
    assert "Olga Owner" in client.get(page_of(study)).content.decode()


def test_of_two_who_revoke_at_once_the_second_is_told(client: Client, study: Study) -> None:
    post(client, study, **MADE)
    pk = ApiToken.objects.get().pk
    post(client, study, act="revoke", token=pk, sure="1")

    again = client.post(page_of(study), {"act": "revoke", "token": pk, "sure": "1"}, follow=True)

    assert "the token was revoked already" in again.content.decode()


@pytest.mark.parametrize("number", ["", "x", "999999"])
def test_a_token_that_is_not_there_is_no_page(client: Client, study: Study, number: str) -> None:
    assert post(client, study, act="revoke", token=number).status_code == 404


def test_anothers_studys_token_is_not_there(client: Client, study: Study) -> None:
    token_for(make_study())
    pk = ApiToken.objects.get().pk

    assert post(client, study, act="revoke", token=pk, sure="1").status_code == 404
    assert ApiToken.objects.get().revoked_at is None
    assert "Nightly copy" not in client.get(page_of(study)).content.decode()


def test_a_token_that_does_not_work_says_why(client: Client, study: Study) -> None:
    gone = make_member(study, name="Gone")
    token_for(study, made_by=gone)
    token_for(study, with_factor=False)
    remove_member(study, gone.pk)
    Study.objects.filter(pk=study.pk).update(requires_second_factor=True)
    LogIn.objects.update(factor="passkey")
    client.get(page_of(study))
    LogIn.objects.update(factor="passkey")

    page = client.get(page_of(study)).content.decode()

    assert "who made it does not manage the study any more" in page
    assert "it was made without one" in page


def test_the_page_costs_as_many_statements_for_many_tokens(
    client: Client, study: Study, owner: Researcher, django_assert_num_queries: Any
) -> None:
    token_for(study, made_by=owner)
    client.get(page_of(study))
    with django_assert_num_queries(10):
        client.get(page_of(study))
    for _ in range(3):
        token_for(study, made_by=owner)

    with django_assert_num_queries(10):
        client.get(page_of(study))


def test_the_page_is_there_in_polish(client: Client, study: Study, owner: Researcher) -> None:
    Researcher.objects.filter(pk=owner.pk).update(language="pl")

    page = client.get(page_of(study)).content.decode()

    assert "Tokeny API" in page
    assert "API tokens" not in page
