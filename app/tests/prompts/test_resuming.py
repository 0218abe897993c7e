from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from esmpress.participants.models import Participant, Pause
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.prompts.resuming import resume_after_pauses
from tests.factories import make_participant, make_prompt

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
# Midnight between 12 and 13 January where the participant is.
THE_13TH = {
    "Europe/Warsaw": datetime(2027, 1, 12, 23, 0, tzinfo=UTC),
    "Pacific/Kiritimati": datetime(2027, 1, 12, 10, 0, tzinfo=UTC),
    "America/Los_Angeles": datetime(2027, 1, 13, 8, 0, tzinfo=UTC),
}


def status_of(participant: Participant) -> str:
    return Participant.objects.get(pk=participant.pk).status


@pytest.mark.parametrize(("zone", "midnight"), THE_13TH.items())
def test_a_pause_ends_with_the_first_minute_of_its_day(
    zone: str, midnight: datetime, now: datetime
) -> None:
    participant = make_participant(time_zone=zone)
    stopping.pause(participant, until=date(2027, 1, 13), now=now)

    before = resume_after_pauses(now=midnight - MINUTE), status_of(participant)
    after = resume_after_pauses(now=midnight), status_of(participant)

    assert (before, after) == ((0, "paused"), (1, "enrolled"))
    assert Pause.objects.get().ended_at == midnight


def test_what_the_pause_had_called_off_is_ahead_again(now: datetime) -> None:
    participant = make_participant()
    plan_study(participant.study, now=now)
    stopping.pause(participant, until=date(2027, 1, 12), now=now)

    resume_after_pauses(now=datetime(2027, 1, 11, 23, 0, tzinfo=UTC))

    ahead = Prompt.objects.filter(status="planned").values_list("study_day", flat=True)
    assert set(ahead) == {2, 3}


def test_a_pause_without_a_day_does_not_end_by_itself(now: datetime) -> None:
    participant = make_participant()
    stopping.pause(participant, now=now)

    assert resume_after_pauses(now=now + timedelta(days=400)) == 0
    assert status_of(participant) == "paused"


def test_a_study_that_ended_meanwhile_asks_nobody_again(now: datetime) -> None:
    prompt = make_prompt(scheduled_at=now + timedelta(days=3))
    stopping.pause(prompt.participant, until=date(2027, 1, 13), now=now)
    stopping.end_study(prompt.participant.study, now=now)

    assert resume_after_pauses(now=now + timedelta(days=5)) == 0
    assert Prompt.objects.get().status == "cancelled"


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        (date(2027, 1, 11), "a day to come"),
        (date(2026, 12, 1), "a day to come"),
        (date(2027, 4, 12), "90 days"),
    ],
)
def test_a_day_that_cannot_be_ends_no_pause(until: date, reason: str, now: datetime) -> None:
    participant = make_participant()

    with pytest.raises(ValidationError, match=reason):
        stopping.pause(participant, until=until, now=now)

    assert status_of(participant) == "enrolled"


def test_a_pause_can_last_ninety_days(now: datetime) -> None:
    participant = make_participant()

    stopping.pause(participant, until=date(2027, 4, 11), now=now)

    assert Pause.objects.get().until == date(2027, 4, 11)
