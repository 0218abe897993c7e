"""What a participant has a right to, in the Admin: a certificate, and their own data."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry
from esmpress.participants.models import Participant
from esmpress.studies.models import Role
from esmpress.withdrawal import Level, withdraw
from tests.console.browsers import browser_of
from tests.factories import make_participant

pytestmark = pytest.mark.django_db
OLA = "ola@example.org"


@pytest.fixture
def ola() -> Participant:
    return make_participant(email=OLA)


def page(name: str, participant: Participant) -> str:
    return reverse(f"admin:participants_participant_{name}", args=[participant.pk])


def test_the_certificate_is_a_file_and_stands_in_the_history(
    admin: Client, ola: Participant, now: datetime
) -> None:
    withdraw(ola, Level.ERASE, now=now)

    answer = admin.get(page("certificate", ola))

    assert answer.headers["Content-Disposition"].endswith(f'{ola.study.slug}-P0001.md"')
    assert "`participants_contact` | 1 |" in answer.content.decode()
    assert LogEntry.objects.get().change_message == "Wrote a certificate of the withdrawal."


def test_who_takes_part_has_no_certificate(admin: Client, ola: Participant) -> None:
    shown = admin.get(page("change", ola)).content.decode()

    answer = admin.get(page("certificate", ola))

    assert page("certificate", ola) not in shown
    assert answer.status_code == 302


def test_their_own_data_are_handed_out_for_a_reason_and_noted(
    admin: Client, ola: Participant
) -> None:
    answer = admin.post(page("own_data", ola), {"why": "asked by letter"})

    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert OLA.encode() in archive.read("about.json")
    words = "Took out their own data, for them: asked by letter"
    assert LogEntry.objects.get().change_message == words
    assert AuditEntry.objects.filter(words=words).exists()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("why", ["", f"mail of {OLA}"])
def test_without_a_reason_or_with_an_address_in_it_nothing_is_handed_out(
    admin: Client, ola: Participant, why: str
) -> None:
    answer = admin.post(page("own_data", ola), {"why": why})

    assert answer.status_code == 422
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ANALYST, Role.OBSERVER, Role.EDITOR])
def test_the_file_is_for_who_may_see_both_address_and_answers(ola: Participant, role: Role) -> None:
    browser = browser_of(role, ola.study)

    answer = browser.post(page("own_data", ola), {"why": "curious"})

    assert answer.status_code == 403
    assert page("own_data", ola) not in browser.get(page("change", ola)).content.decode()
