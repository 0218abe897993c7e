from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from tests.console.test_rights import browser_with
from tests.factories import FIXED, make_participant, make_study

pytestmark = pytest.mark.django_db
ARMS = {"intervention": 1, "waiting": 1}
LIST = reverse("admin:participants_participant_changelist")
BLIND = {"participants.view_participant", "participants.change_participant"}
UNBLINDED = BLIND | {"participants.view_allocation"}
ON_EVENT = {"kind": "on_event", "days": 7, "response_window_minutes": 30}


@pytest.fixture
def participant() -> Participant:
    """Somebody in one of two arms, who can report events."""
    schedules = {"moments": FIXED, "cravings": ON_EVENT}
    return make_participant(make_study(arms=ARMS, schedules=schedules))


def page_of(client: Client, participant: Participant, page: str = "change") -> str:
    url = reverse(f"admin:participants_participant_{page}", args=[participant.pk])
    return client.get(url).content.decode()


def test_who_may_see_allocations_sees_arm_and_audit(participant: Participant) -> None:
    client = browser_with(UNBLINDED)
    assert participant.arm is not None

    page, listed = page_of(client, participant), client.get(LIST).content.decode()

    assert participant.arm.name in page
    assert participant.arm.name in listed
    assert "Allocations" in page


def test_who_may_not_sees_no_arm_anywhere(participant: Participant) -> None:
    client = browser_with(BLIND)

    pages = [page_of(client, participant), page_of(client, participant, "history")]
    pages.append(client.get(LIST).content.decode())

    assert not [arm for arm in ARMS for page in pages if arm in page]
    assert not [page for page in pages if "Allocation" in page]


def test_who_may_not_finds_no_arm_by_the_address_of_the_list(participant: Participant) -> None:
    client = browser_with(BLIND)
    asked = [f"arm={participant.arm_id}", "arm__name=waiting", "allocations__arm=1"]

    answers = [client.get(f"{LIST}?{query}") for query in asked]

    assert [answer.status_code for answer in answers] == [400, 400, 400]


def test_allocations_can_be_looked_at_and_not_changed(
    admin: Client, participant: Participant
) -> None:
    page = page_of(admin, participant)

    assert 'name="allocations-0-reason"' not in page
    assert 'name="allocations-0-DELETE"' not in page


@pytest.mark.parametrize("has_ended", [False, True])
def test_blocks_show_only_when_nothing_is_drawn_any_more(has_ended: bool, admin: Client) -> None:
    study = make_study(arms=ARMS, launched_at=datetime(2026, 1, 1, tzinfo=UTC))
    participant = make_participant(study)
    if has_ended:
        admin.post(reverse("admin:studies_study_end", args=[study.pk]))

    page = page_of(admin, participant)

    assert ("Block size" in page) is has_ended


def test_an_event_link_is_for_those_who_may_pass_it_on(participant: Participant) -> None:
    link = "https://esm.example.org/e/"

    shown = page_of(browser_with(BLIND), participant)

    assert f"cravings: {link}" in shown


def test_an_event_link_is_not_for_those_who_may_only_look(participant: Participant) -> None:
    client = browser_with({"participants.view_participant"})

    assert "/e/" not in page_of(client, participant)


def test_an_event_link_is_in_no_list_and_no_log(admin: Client, participant: Participant) -> None:
    page_of(admin, participant)
    admin.post(reverse("admin:participants_participant_pause", args=[participant.pk]))

    logged = "".join(map(str, LogEntry.objects.values_list()))

    assert "/e/" not in admin.get(LIST).content.decode() + logged


def test_whoever_withdrew_has_no_event_link(admin: Client, participant: Participant) -> None:
    admin.post(reverse("admin:participants_participant_withdraw", args=[participant.pk]))

    assert "/e/" not in page_of(admin, participant)
