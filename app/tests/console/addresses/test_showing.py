"""An address is shown once, to whoever may see it, and not before that is in the trail."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.participants.models import Participant
from esmpress.withdrawal import Level, withdraw
from tests.console.browsers import browser_of
from tests.factories import LAUNCHED_AT, make_participant

pytestmark = pytest.mark.django_db
ADDRESS = "ola.nowak@example.org"
WHY = {"why": "She phoned about a broken link"}


@pytest.fixture
def ola() -> Participant:
    return make_participant(email=ADDRESS)


def page_of(participant: Participant, name: str = "show_address") -> str:
    return reverse(f"admin:participants_participant_{name}", args=[participant.pk])


def looks() -> list[tuple[Any, ...]]:
    seen = AuditEntry.objects.filter(act="see", words__startswith="Saw the address")
    return list(seen.order_by("number").values_list("researcher", "study", "subject", "words"))


def refuse_entries() -> None:
    """From now on the trail takes nothing in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE accounts_auditentry ADD CONSTRAINT full_up CHECK (false) NOT VALID"
        )


def test_asking_shows_no_address_and_is_no_look(admin: Client, ola: Participant) -> None:
    page = admin.get(page_of(ola))

    assert "Why do you need it?" in page.content.decode()
    assert ADDRESS not in page.content.decode()
    assert looks() == []
    assert not AuditEntry.objects.filter(words="show_address").exists()


def test_each_look_shows_the_address_and_is_told_by_itself(
    admin: Client, researcher: Researcher, ola: Participant
) -> None:
    shown = [admin.post(page_of(ola), WHY).content.decode() for _ in range(2)]

    words = "Saw the address: She phoned about a broken link"
    assert all(ADDRESS in page for page in shown)
    assert looks() == [(researcher.pk, ola.study_id, str(ola.pk), words)] * 2


def test_no_browser_keeps_it_and_it_stands_on_no_other_page(
    admin: Client, ola: Participant
) -> None:
    shown = admin.post(page_of(ola), WHY)

    others = [page_of(ola, name) for name in ("change", "history", "timeline", "show_address")]
    others.append(reverse("admin:participants_participant_changelist"))
    others.append(reverse("admin:accounts_auditentry_changelist"))
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.status_code == 200
    assert "Location" not in shown.headers
    assert not list(get_messages(shown.wsgi_request))
    assert not any(ADDRESS in admin.get(other).content.decode() for other in others)


def test_it_stands_in_no_title(admin: Client, ola: Participant) -> None:
    page = admin.post(page_of(ola), WHY).content.decode()

    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "P0001" in title
    assert ADDRESS not in title


@pytest.mark.parametrize("why", ["", "  ", "ola@example.org wrote"])
def test_without_a_reason_nothing_is_shown_or_told(
    why: str, admin: Client, ola: Participant
) -> None:
    page = admin.post(page_of(ola), {"why": why})

    assert page.status_code == 422
    assert ADDRESS not in page.content.decode()
    assert looks() == []


def test_without_a_record_there_is_no_look(admin: Client, ola: Participant) -> None:
    refuse_entries()
    admin.raise_request_exception = False

    page = admin.post(page_of(ola), WHY)

    assert page.status_code == 500
    assert ADDRESS not in page.content.decode()


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("coordinator", 200), ("editor", 403), ("analyst", 403), ("observer", 403)],
)
def test_only_whoever_may_see_addresses_is_shown_one(
    role: str, status: int, ola: Participant
) -> None:
    page = browser_of(role, ola.study).post(page_of(ola), WHY)

    assert page.status_code == status
    assert (ADDRESS in page.content.decode()) is (status == 200)
    assert len(looks()) == (1 if status == 200 else 0)


@pytest.mark.parametrize(("role", "is_there"), [("coordinator", True), ("editor", False)])
def test_only_they_have_the_button(role: str, is_there: bool, ola: Participant) -> None:
    page = browser_of(role, ola.study).get(page_of(ola, "change")).content.decode()

    assert ("/show-address/" in page) is is_there
    assert ("/change-address/" in page) is is_there


def test_the_history_lists_who_looked_and_why(admin: Client, ola: Participant) -> None:
    admin.post(page_of(ola), WHY)

    history = admin.get(page_of(ola, "history")).content.decode()

    assert "Saw the address: She phoned about a broken link" in history
    assert "anna@example.org" in history


def test_the_trail_is_searched_for_looks(admin: Client, ola: Participant) -> None:
    admin.post(page_of(ola), WHY)

    asked = {"q": "Saw the address", "study": str(ola.study_id), "act__exact": "see"}
    found = admin.get(reverse("admin:accounts_auditentry_changelist"), asked)

    assert [entry.subject for entry in found.context["cl"].result_list] == [str(ola.pk)]


def test_an_address_that_was_deleted_is_not_there(admin: Client, ola: Participant) -> None:
    withdraw(ola, Level.FORGET, tells=False, now=LAUNCHED_AT)

    page = admin.post(page_of(ola), WHY)

    assert page.status_code == 422
    assert "There is no address any more" in page.content.decode()
    assert "/show-address/" not in admin.get(page_of(ola, "change")).content.decode()
    assert looks() == []


def test_a_missing_key_is_said_in_a_sentence(
    admin: Client, ola: Participant, settings: Settings
) -> None:
    settings.VAULT_KEYS = {9: b"\x09" * 32}

    page = admin.post(page_of(ola), WHY)

    assert page.status_code == 422
    assert "the key it was sealed with is missing" in page.content.decode()
    assert looks() == []
