from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from esmpress.prompts import lifecycle, stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from tests.factories import RANDOM, make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db

Status = Prompt.Status
MIDNIGHT = datetime(2027, 1, 10, 23, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def moments() -> list[tuple[int, int, datetime]]:
    return list(
        Prompt.objects.order_by("study_day", "beep").values_list(
            "study_day", "beep", "scheduled_at"
        )
    )


def statuses(**where: object) -> set[tuple[str, str]]:
    return set(Prompt.objects.filter(**where).values_list("status", "status_reason"))


def test_a_pause_cancels_what_is_unsent_and_leaves_what_was_sent(now: datetime) -> None:
    sent, _ = make_sent_prompt()
    make_prompt(sent.participant, scheduled_at=now + 6 * DAY / 24)

    cancelled = stopping.pause(sent.participant, now=now + timedelta(minutes=5))

    sent.refresh_from_db()
    assert cancelled == 1
    assert sent.is_open(now=now + timedelta(minutes=6))
    assert statuses(status="cancelled") == {("cancelled", "paused")}


def test_what_is_planned_during_a_pause_is_there_for_the_data_and_asks_nobody() -> None:
    study = make_participant(make_study(scheme=RANDOM)).study
    plan_study(study, now=MIDNIGHT)
    Prompt.objects.filter(study_day=1).update(status="sent")
    stopping.pause(study.participants.get(), now=MIDNIGHT + DAY)

    plan_study(study, now=MIDNIGHT + 3 * DAY)

    assert statuses(study_day=1) == {("sent", "")}
    assert statuses(study_day__gte=2) == {("cancelled", "paused")}
    assert Prompt.objects.filter(study_day=5).count() == 4


def test_after_a_pause_the_moments_are_those_it_would_have_had_without() -> None:
    study = make_participant(make_study(scheme=RANDOM)).study
    participant = study.participants.get()
    plan_study(study, now=MIDNIGHT + 4 * DAY)
    expected = moments()
    Prompt.objects.all().delete()
    study.participants.update(planned_through=None)
    plan_study(study, now=MIDNIGHT)
    stopping.pause(participant, now=MIDNIGHT + DAY / 2)
    plan_study(study, now=MIDNIGHT + 2 * DAY)

    stopping.resume(participant, now=MIDNIGHT + 2.5 * DAY)
    plan_study(study, now=MIDNIGHT + 4 * DAY)

    resumed_at = MIDNIGHT + 2.5 * DAY
    assert moments() == expected
    assert statuses(scheduled_at__gt=resumed_at) == {("planned", "")}
    assert statuses(scheduled_at__gt=MIDNIGHT + DAY / 2, scheduled_at__lte=resumed_at) == {
        ("cancelled", "paused")
    }


def test_a_pause_the_planner_slept_through_is_in_the_data_all_the_same() -> None:
    study = make_participant().study
    participant = study.participants.get()
    stopping.pause(participant, now=MIDNIGHT + DAY)
    stopping.resume(participant, now=MIDNIGHT + 3 * DAY)

    plan_study(study, now=MIDNIGHT + 4 * DAY)

    paused = Prompt.objects.filter(status_reason="paused").values_list("study_day", flat=True)
    assert sorted(set(paused)) == [2, 3]
    assert Prompt.objects.filter(status="planned").count() == 2 * (6 - 2)


def test_a_prompt_whose_message_was_entered_before_the_pause_stays_off(now: datetime) -> None:
    prompt = make_prompt(scheduled_at=now + timedelta(seconds=50))
    prompt.notifications.create(
        kind="invitation", channel="smtp", planned_at=now, due_at=now, open_until=now
    )
    stopping.pause(prompt.participant, now=now)

    again = stopping.resume(prompt.participant, now=now + timedelta(seconds=10))

    assert again == 0
    assert statuses() == {("cancelled", "paused")}


def test_what_another_reason_called_off_is_not_planned_again(now: datetime) -> None:
    prompt = make_prompt(scheduled_at=now + DAY)
    stopping.pause(prompt.participant, now=now)
    Prompt.objects.update(status_reason="arm_changed")

    again = stopping.resume(prompt.participant, now=now)

    assert again == 0


def test_pausing_or_resuming_twice_is_refused(now: datetime) -> None:
    participant = make_participant()
    stopping.pause(participant, now=now)
    with pytest.raises(stopping.AlreadyStopped, match="is paused or was withdrawn"):
        stopping.pause(participant, now=now)
    stopping.resume(participant, now=now)

    with pytest.raises(stopping.NotPaused, match="P0001 is not paused"):
        stopping.resume(participant, now=now)

    assert participant.pauses.count() == 1


def test_who_is_paused_can_withdraw_which_ends_the_pause(now: datetime) -> None:
    participant = make_participant()
    stopping.pause(participant, now=now)

    stopping.withdraw(participant, now=now + DAY)

    participant.refresh_from_db()
    assert (participant.status, participant.pauses.get().ended_at) == ("withdrawn", now + DAY)
    with pytest.raises(stopping.NotPaused):
        stopping.resume(participant, now=now + 2 * DAY)


def test_study_days_count_on_during_a_pause() -> None:
    study = make_participant().study
    participant = study.participants.get()
    stopping.pause(participant, now=MIDNIGHT)
    stopping.resume(participant, now=MIDNIGHT + 5 * DAY)

    plan_study(study, now=MIDNIGHT + 8 * DAY)

    ahead = Prompt.objects.filter(status="planned").values_list("study_day", flat=True)
    participant.refresh_from_db()
    assert sorted(set(ahead)) == [6, 7]
    assert participant.start_date == date(2027, 1, 11)


def test_a_paused_participant_can_finish_what_was_begun(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now)

    stopping.pause(prompt.participant, now=now)

    prompt.refresh_from_db()
    assert prompt.is_open(now=now + timedelta(minutes=5))
