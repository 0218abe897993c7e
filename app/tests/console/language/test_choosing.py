"""Each researcher reads the Admin in the own language, and nobody else does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from esmpress.accounts.models import Researcher
from tests.console.browsers import browser_for, browser_of_nobody
from tests.factories import make_study

pytestmark = pytest.mark.django_db
CHOICE = "/admin/accounts/researcher/language/"


@pytest.fixture
def researcher() -> Researcher:
    return Researcher.objects.create_user("eva@example.org")


def language_of(client: Client, path: str = "/admin/", **headers: str) -> str:
    return client.get(path, headers=headers).headers.get("Content-Language", "none")


def test_a_choice_stays_for_the_researcher_on_every_machine(researcher: Researcher) -> None:
    browser_for(researcher).post(CHOICE, {"language": "pl"})

    researcher.refresh_from_db()
    assert researcher.language == "pl"
    assert 'lang="pl"' in browser_for(researcher).get("/admin/").content.decode()


def test_a_choice_leads_back_to_where_it_was_made(researcher: Researcher) -> None:
    answer = browser_for(researcher).post(
        CHOICE, {"language": "pl", "next": "/admin/studies/study/?q=stress"}
    )

    assert answer.headers["Location"] == "/admin/studies/study/?q=stress"


def test_a_choice_leads_to_no_other_site(researcher: Researcher) -> None:
    answer = browser_for(researcher).post(
        CHOICE, {"language": "pl", "next": "https://evil.example/"}
    )

    assert answer.headers["Location"] == reverse("admin:index")


def test_what_is_no_language_of_the_admin_changes_nothing(researcher: Researcher) -> None:
    answer = browser_for(researcher).post(CHOICE, {"language": "de"})

    researcher.refresh_from_db()
    assert (answer.status_code, researcher.language) == (302, "")


@pytest.mark.parametrize(
    ("accepted", "language"),
    [
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("de-DE,de;q=0.9,pl;q=0.3", "pl"),
        ("de-DE,fr;q=0.5", "en"),
        ("", "en"),
        (";;q=,*;q=x", "en"),
    ],
)
def test_without_a_choice_the_browser_decides(accepted: str, language: str) -> None:
    client = Client()

    assert language_of(client, "/admin/login/", **{"Accept-Language": accepted}) == language


def test_a_choice_counts_more_than_the_browser(researcher: Researcher) -> None:
    researcher.language = "en"
    researcher.save()

    assert language_of(browser_for(researcher), **{"Accept-Language": "pl"}) == "en"


def test_the_menu_offers_both_languages_by_their_own_names() -> None:
    page = browser_of_nobody().get("/admin/").content.decode()

    assert f'action="{CHOICE}"' in page
    assert "English" in page
    assert "polski" in page


def test_refusals_speak_the_language_too(researcher: Researcher) -> None:
    researcher.language = "pl"
    researcher.save()
    answer = browser_for(researcher).get("/admin/nowhere/")

    assert (answer.status_code, answer.headers["Content-Language"]) == (404, "pl")


def test_nothing_of_it_is_left_for_the_next_request(researcher: Researcher) -> None:
    researcher.language = "pl"
    researcher.save()
    browser_for(researcher).get("/admin/")

    assert translation.get_language() == "en"


def test_addresses_of_participants_do_not_ask_for_it() -> None:
    make_study()
    answer = Client().get("/healthz/live", headers={"Accept-Language": "pl"})

    assert "Content-Language" not in answer.headers
