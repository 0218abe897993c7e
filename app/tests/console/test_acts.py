from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Allocation, Participant
from esmpress.prompts.models import Prompt
from tests.console import forms
from tests.factories import EVERY_DAY, RANDOM, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
Status = Participant.Status
ARMS = {"app": 1, "control": 1}
LINKS = ("mail-link", "revoke-links")


@pytest.fixture
def participant() -> Participant:
    """Somebody in one of two arms of a running study."""
    return make_participant(make_study(arms=ARMS))


def url_of(act: str, participant: Participant) -> str:
    return reverse(f"admin:participants_participant_{act}", args=[participant.pk])


def other_arm(participant: Participant) -> int:
    return participant.study.arms.exclude(participants=participant).get().pk


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        ("pause", "what falls into the pause is not asked later"),
        ("resume", "at the moments planned before the pause"),
        ("move", "The new zone counts from the next local day"),
        ("change_wake_times", "from the next local day"),
        ("change_arm", "stay in the list of allocations for ever"),
    ],
)
def test_looking_at_an_act_says_what_it_does_and_does_nothing(
    act: str, sentence: str, admin: Client, participant: Participant
) -> None:
    before = Participant.objects.values().get()

    page = admin.get(url_of(act, participant)).content.decode()

    assert sentence in page
    assert Participant.objects.values().get() == before
    assert not LogEntry.objects.exists()


def test_pausing_cancels_what_is_ahead_and_is_noted(
    admin: Client, participant: Participant
) -> None:
    prompt = make_prompt(participant)

    said = forms.said(admin, url_of("pause", participant), {})

    prompt.refresh_from_db()
    assert said == "P0001: paused; 1 prompt cancelled."
    assert (prompt.status, prompt.status_reason) == (Prompt.Status.CANCELLED, "paused")
    assert LogEntry.objects.get().change_message == "Paused; 1 prompt cancelled."


def test_a_pause_can_name_the_day_on_which_it_ends(admin: Client, participant: Participant) -> None:
    day = date.today() + timedelta(days=5)  # noqa: DTZ011
    far = admin.post(url_of("pause", participant), {"until": f"{day + timedelta(days=120)}"})

    forms.said(admin, url_of("pause", participant), {"until": f"{day}"})

    assert (far.status_code, "90 days at most" in far.content.decode()) == (422, True)
    assert participant.pauses.get().until == day
    assert f"{day:%a %d %b %Y}" in admin.get(url_of("change", participant)).content.decode()


def test_pausing_twice_pauses_once(admin: Client, participant: Participant) -> None:
    admin.post(url_of("pause", participant))

    said = forms.said(admin, url_of("pause", participant), {})

    assert said == "P0001 is paused or was withdrawn before."
    assert participant.pauses.count() == 1
    assert LogEntry.objects.count() == 1


def test_resuming_brings_back_what_the_pause_called_off(
    admin: Client, participant: Participant
) -> None:
    prompt = make_prompt(participant)
    admin.post(url_of("pause", participant))

    said = forms.said(admin, url_of("resume", participant), {})

    prompt.refresh_from_db()
    participant.refresh_from_db()
    assert said == "P0001: resumed; 1 prompt ahead."
    assert (prompt.status, participant.status) == (Prompt.Status.PLANNED, Status.ENROLLED)


def test_nobody_resumes_who_is_not_paused(admin: Client, participant: Participant) -> None:
    said = forms.said(admin, url_of("resume", participant), {})

    assert said == "P0001 is not paused."
    assert not LogEntry.objects.exists()


def test_moving_counts_from_the_next_day_and_is_noted(
    admin: Client, participant: Participant
) -> None:
    admin.post(url_of("move", participant), {"time_zone": "Europe/London"})

    change = participant.zone_changes.get()
    assert (change.time_zone_before, change.time_zone) == ("Europe/Warsaw", "Europe/London")
    assert LogEntry.objects.get().change_message == (
        f"Moved to Europe/London, which counts from {change.from_date}."
    )


def test_the_page_of_a_move_says_when_the_study_has_it_count_at_once(admin: Client) -> None:
    participant = make_participant(make_study(travel_rule="at_once"))

    page = admin.get(url_of("move", participant)).content.decode()

    assert "The new zone counts at once" in page


@pytest.mark.parametrize(
    ("zone", "sentence"),
    [
        ("Warsaw", "“Warsaw” is not a time zone"),
        ("Europe/Warsaw", "P0001 is there already, or has withdrawn."),
        ("", "This field is required."),
    ],
)
def test_a_move_to_nowhere_is_refused(
    zone: str, sentence: str, admin: Client, participant: Participant
) -> None:
    answer = admin.post(url_of("move", participant), {"time_zone": zone})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not participant.zone_changes.exists()


def test_wake_times_are_kept_by_weekday_and_noted(admin: Client, participant: Participant) -> None:
    rows = forms.windows(
        ("workdays", "07:30", "23:00"), ("sat", "09:00", "01:00"), name="wake_times"
    )

    admin.post(url_of("change_wake_times", participant), rows)

    participant.refresh_from_db()
    assert participant.wake_times == {
        **{weekday: {"from": "07:30", "to": "23:00"} for weekday in EVERY_DAY[:5]},
        "sat": {"from": "09:00", "to": "01:00"},
    }
    assert LogEntry.objects.get().change_message == (
        "Wake times changed to: Monday to Friday 07:30-23:00; Saturday 09:00-01:00."
    )


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("every_day", "25:00", "23:00")], "Row 1: write times of day as HH:MM"),
        ([("every_day", "07:00", "")], "Row 1: write times of day as HH:MM"),
        ([("mon", "07:00", "07:00")], "Monday: 07:00-07:00 leaves no night"),
        ([("every_day", "07:00", "23:00"), ("mon", "08:00", "23:00")], "Monday has two rows"),
        ([("every_day", "07:00", "08:00"), ("every_day", "07:00", "08:00")], "Monday has two rows"),
        ([("mon", "07:00", "06:00"), ("tue", "05:00", "23:00")], "runs into the window"),
    ],
)
def test_wake_times_that_cannot_be_are_refused(
    rows: list[tuple[str, str, str]], sentence: str, admin: Client, participant: Participant
) -> None:
    posted = forms.windows(*rows, name="wake_times")

    answer = admin.post(url_of("change_wake_times", participant), posted)

    participant.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert participant.wake_times is None


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "“moments” follows the participants&#x27; own hours; write those"),
        ([("every_day", "07:00", "11:00")], "“moments” does not fit these hours: "),
    ],
)
def test_wake_times_that_a_running_study_cannot_follow_are_refused(
    rows: list[tuple[str, str, str]], sentence: str, admin: Client
) -> None:
    scheme = RANDOM | {"windows": "participant", "min_gap_minutes": 90}
    wake = {"mon": {"from": "07:00", "to": "23:00"}}
    participant = make_participant(make_study(scheme=scheme), wake_times=wake)

    answer = admin.post(
        url_of("change_wake_times", participant), forms.windows(*rows, name="wake_times")
    )

    participant.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert participant.wake_times == wake


def test_an_arm_is_changed_with_a_reason_that_is_kept(
    admin: Client, participant: Participant
) -> None:
    arm = other_arm(participant)
    posted = {"arm": arm, "reason": "Allocated by mistake"}

    admin.post(url_of("change_arm", participant), posted)

    changed = Allocation.objects.get(origin=Allocation.Origin.CHANGED)
    participant.refresh_from_db()
    assert (changed.arm_id, changed.reason) == (arm, "Allocated by mistake")
    assert participant.arm_id == arm


def test_the_history_does_not_tell_an_arm(admin: Client, participant: Participant) -> None:
    posted = {"arm": other_arm(participant), "reason": "Allocated by mistake"}

    admin.post(url_of("change_arm", participant), posted)

    assert LogEntry.objects.get().change_message == "Arm changed."


def test_an_arm_is_not_changed_without_a_reason(admin: Client, participant: Participant) -> None:
    posted = {"arm": other_arm(participant), "reason": " "}

    answer = admin.post(url_of("change_arm", participant), posted)

    assert answer.status_code == 422
    assert "This field is required." in answer.content.decode()
    assert Allocation.objects.count() == 1


def test_changing_an_arm_twice_changes_it_once(admin: Client, participant: Participant) -> None:
    posted = {"arm": other_arm(participant), "reason": "Allocated by mistake"}
    admin.post(url_of("change_arm", participant), posted)

    answer = admin.post(url_of("change_arm", participant), posted)

    assert answer.status_code == 422
    assert Allocation.objects.count() == 2


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        (Status.ENROLLED, {"pause", "move", "wake-times", "change-arm", *LINKS, "withdraw"}),
        (Status.PAUSED, {"resume", "move", "wake-times", "change-arm", *LINKS, "withdraw"}),
        (Status.WITHDRAWN, {*LINKS, "withdraw"}),
        ("forgotten", {"withdraw"}),
        ("erased", set()),
    ],
)
def test_only_the_buttons_that_make_sense_are_there(
    status: str, shown: set[str], admin: Client, participant: Participant
) -> None:
    levels = {Status.WITHDRAWN: "stop", "forgotten": "forget", "erased": "erase"}
    if status == Status.PAUSED:
        admin.post(url_of("pause", participant))
    elif level := levels.get(status):
        admin.post(url_of("withdraw", participant), {"level": level})

    page = admin.get(url_of("change", participant)).content.decode()

    changes = ("move", "wake-times", "change-arm", "send-mail-again")
    acts = ("pause", "resume", *changes, *LINKS, "withdraw")
    assert {act for act in acts if f"/{act}/" in page} == shown
