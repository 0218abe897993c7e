"""The page on which a study's webhooks are added, tried out and ended."""

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
from esmpress.studies.models import Study
from esmpress.webhooks.models import Delivery, Endpoint
from tests.console.browsers import browser_for
from tests.factories import make_member, make_study
from tests.webhooks.builders import make_delivery, make_endpoint

pytestmark = pytest.mark.django_db
ADDED = {
    "act": "add",
    "name": "Lab server",
    "url": "https://lab.example.org/esm?key=hidden",
    "kinds": ["response.received"],
}
State = Delivery.State


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
    return reverse("admin:studies_study_webhooks", args=[study.pk])


def post(client: Client, study: Study, **fields: Any) -> Any:
    return client.post(page_of(study), fields)


def read(client: Client, study: Study, endpoint: Endpoint) -> str:
    return client.get(page_of(study), {"endpoint": endpoint.pk}).content.decode()


def shown(answer: Any) -> str:
    """The secret in a page."""
    match = re.search(r'id="secret">(whsec_[^<]+)<', answer.content.decode())
    assert match is not None
    return match[1].replace("&#x2F;", "/")


def an_hour_later() -> None:
    """Nobody has shown for long that it is them."""
    LogIn.objects.update(confirmed_at=timezone.now() - timedelta(hours=1))


def test_an_endpoint_is_added_and_its_secret_shown_once(client: Client, study: Study) -> None:
    secret = shown(post(client, study, **ADDED))

    made = Endpoint.objects.get()
    assert (made.name, made.url, made.kinds) == (ADDED["name"], ADDED["url"], ADDED["kinds"])
    assert made.secret == secret
    assert secret not in read(client, study, made)
    history = str(list(LogEntry.objects.values_list("change_message", flat=True)))
    assert "added: “Lab server”" in history
    assert "hidden" not in history
    assert secret not in history


def test_who_has_not_shown_that_it_is_them_gets_no_secret(client: Client, study: Study) -> None:
    client.get(page_of(study))
    endpoint = make_endpoint(study)
    before = endpoint.secret
    an_hour_later()

    added = post(client, study, **ADDED)
    replaced = post(client, study, act="replace", endpoint=endpoint.pk)

    assert added["Location"].startswith(reverse("admin:account_sure"))
    assert replaced["Location"].startswith(reverse("admin:account_sure"))
    assert Endpoint.objects.get().secret == before
    assert 'name="url"' not in client.get(page_of(study)).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "This field is required."),
        ("url", "http://lab.example.org/", "begins with https://"),
        ("url", "https://127.0.0.1/", "private network"),
        ("kinds", [], "Tick at least one."),
        ("kinds", ["test"], "test is not one of"),
    ],
)
def test_a_bad_field_is_said_and_nothing_added(
    client: Client, study: Study, field: str, value: object, sentence: str
) -> None:
    answer = post(client, study, **ADDED | {field: value})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_the_sixth_is_refused_in_words(client: Client, study: Study) -> None:
    for _ in range(5):
        make_endpoint(study)

    answer = post(client, study, **ADDED)

    assert answer.status_code == 422
    assert "5 endpoints at most" in answer.content.decode()


def test_a_secret_is_replaced_and_the_one_before_counts_for_a_day(
    client: Client, study: Study
) -> None:
    endpoint = make_endpoint(study)
    before = endpoint.secret

    answer = post(client, study, act="replace", endpoint=endpoint.pk)

    endpoint.refresh_from_db()
    assert (endpoint.secret, endpoint.old_secret) == (shown(answer), before)
    assert "The secret before signs as well until" in answer.content.decode()


def test_a_test_is_on_its_way(client: Client, study: Study) -> None:
    endpoint = make_endpoint(study)

    post(client, study, act="test", endpoint=endpoint.pk)

    page = read(client, study, endpoint)
    assert "a test" in page
    assert "Goes out in a moment." in page


def test_off_and_on_again_is_in_the_history(client: Client, study: Study) -> None:
    endpoint = make_endpoint(study)

    post(client, study, act="off", endpoint=endpoint.pk)
    off = read(client, study, endpoint)
    post(client, study, act="on", endpoint=endpoint.pk)
    post(client, study, act="on", endpoint=endpoint.pk)

    assert "Off since" in off
    assert "by hand" in off
    assert "Send a test" not in off
    assert "On." in read(client, study, endpoint)
    assert LogEntry.objects.filter(change_message__contains="switched on").count() == 1


def test_deleting_asks_first(client: Client, study: Study) -> None:
    endpoint = make_endpoint(study)

    asked = post(client, study, act="delete", endpoint=endpoint.pk)
    assert "Delete the endpoint “Lab”?" in asked.content.decode()
    assert Endpoint.objects.exists()

    post(client, study, act="delete", endpoint=endpoint.pk, sure="1")
    assert not Endpoint.objects.exists()


def test_what_became_of_events_is_said(client: Client, study: Study) -> None:
    now, endpoint = timezone.now(), make_endpoint(study)
    ended = {"ended_at": now, "attempts": 10}
    make_delivery(endpoint, now=now, state=State.TAKEN, status_code=204, **ended)
    make_delivery(endpoint, now=now, state=State.GIVEN_UP, failure="timeout", **ended)
    make_delivery(endpoint, now=now, failure="answer", status_code=503)

    page = read(client, study, endpoint)

    assert "Taken (204)." in page
    assert "Given up (attempts: 10): no answer in time." in page
    assert "Not taken yet: it answered 503. Next attempt:" in page
    assert page.count("P0001") == 3


def test_what_is_over_is_sent_again(client: Client, study: Study) -> None:
    now, endpoint = timezone.now(), make_endpoint(study)
    over = make_delivery(endpoint, now=now, state=State.GIVEN_UP, ended_at=now)

    answer = post(client, study, act="again", endpoint=endpoint.pk, delivery=over.pk)
    again = post(client, study, act="again", endpoint=endpoint.pk, delivery=over.pk)

    assert (answer.status_code, again.status_code) == (302, 404)
    assert Delivery.objects.get().state == State.WAITING


@pytest.mark.parametrize("number", ["", "x", "999999"])
def test_an_endpoint_that_is_not_there_is_no_page(
    client: Client, study: Study, number: str
) -> None:
    assert client.get(page_of(study), {"endpoint": number}).status_code == 404
    assert post(client, study, act="off", endpoint=number).status_code == 404


@pytest.mark.parametrize("act", ["test", "off", "replace", "delete", "again"])
def test_another_studys_endpoint_is_not_there(client: Client, study: Study, act: str) -> None:
    other = make_endpoint()

    answer = post(client, study, act=act, endpoint=other.pk, sure="1")

    assert answer.status_code == 404
    assert (Endpoint.objects.get().off_at, Delivery.objects.count()) == (None, 0)


def test_the_study_says_when_one_was_switched_off_by_itself(client: Client, study: Study) -> None:
    now = timezone.now()
    make_endpoint(study, name="Broken", off_at=now, off_reason="failing")
    make_endpoint(study, name="Paused", off_at=now, off_reason="by_hand")

    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "“Broken” was switched off: for five days nothing reached it" in page
    assert "Paused" not in page


def test_who_does_not_manage_the_study_is_told_nothing_of_it(study: Study) -> None:
    make_endpoint(study, name="Broken", off_at=timezone.now(), off_reason="gone")
    browser = browser_for(make_member(study, "editor"))

    page = browser.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "Broken" not in page
    assert browser.get(page_of(study)).status_code == 403


def test_the_pages_are_there_in_polish(client: Client, study: Study, owner: Researcher) -> None:
    endpoint = make_endpoint(study)
    Researcher.objects.filter(pk=owner.pk).update(language="pl")

    assert "Dodaj odbiorcę" in client.get(page_of(study)).content.decode()
    assert "Wyślij próbę" in read(client, study, endpoint)
