from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from esmpress.participants.models import Participant
from esmpress.prompts import lifecycle, stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.moving import move
from esmpress.prompts.planning import plan_running_studies, plan_study
from tests.factories import make_participant, make_prompt, make_sent_prompt, make_study


@pytest.mark.django_db
def test_a_withdrawal_cancels_what_was_not_begun(now: datetime) -> None:
    opened, _ = make_sent_prompt()
    lifecycle.mark_opened(opened, now=now)
    waiting = make_prompt(opened.participant)

    cancelled = stopping.withdraw(opened.participant, now=now)

    waiting.refresh_from_db()
    assert cancelled == 1
    assert (waiting.status, waiting.status_reason) == (Prompt.Status.CANCELLED, "withdrawn")
    assert Participant.objects.get().status == Participant.Status.WITHDRAWN


@pytest.mark.django_db
def test_withdrawing_twice_is_told_apart(now: datetime) -> None:
    participant = make_participant()
    stopping.withdraw(participant, now=now)

    with pytest.raises(stopping.AlreadyStopped, match="before"):
        stopping.withdraw(participant, now=now)


@pytest.mark.django_db(transaction=True)
def test_a_withdrawal_waits_for_the_planner_and_leaves_nothing_planned(now: datetime) -> None:
    participant = make_participant()
    began = threading.Event()

    def withdraw() -> None:
        began.set()
        stopping.withdraw(participant, now=now)
        connection.close()

    with transaction.atomic():
        plan_study(participant.study, now=now)
        worker = threading.Thread(target=withdraw)
        worker.start()
        began.wait()
    worker.join(timeout=10)

    assert {prompt.status for prompt in Prompt.objects.all()} == {Prompt.Status.CANCELLED}


@pytest.mark.django_db
def test_an_ended_study_asks_no_more_but_lets_finish_who_has_begun(now: datetime) -> None:
    opened, _ = make_sent_prompt()
    lifecycle.mark_opened(opened, now=now)
    make_prompt(opened.participant)
    study = opened.participant.study

    cancelled = stopping.end_study(study, now=now)
    planned = plan_running_studies(now=now)

    opened.refresh_from_db()
    assert (cancelled, planned) == (1, 0)
    assert opened.is_open(now=now)


@pytest.mark.django_db
def test_a_study_ends_once(now: datetime) -> None:
    study = make_participant().study
    stopping.end_study(study, now=now)

    with pytest.raises(stopping.AlreadyStopped, match="does not run"):
        stopping.end_study(study, now=now)


@pytest.mark.django_db
def test_what_a_pause_had_called_off_ahead_ends_with_the_study(now: datetime) -> None:
    participant = make_participant()
    make_prompt(participant, scheduled_at=now - timedelta(hours=1))
    make_prompt(participant, scheduled_at=now + timedelta(hours=1))
    stopping.pause(participant, now=now - timedelta(hours=2))

    stopping.end_study(participant.study, now=now)

    reasons = Prompt.objects.order_by("scheduled_at").values_list("status_reason", flat=True)
    assert list(reasons) == ["paused", "study_ended"]


ACTS: dict[str, Callable[[Participant, datetime], object]] = {
    "pause": lambda participant, now: stopping.pause(participant, now=now),
    "resume": lambda participant, now: stopping.resume(participant, now=now),
    "move": lambda participant, now: move(participant, "Asia/Tokyo", now=now),
    "change_arm": lambda participant, now: stopping.change_arm(
        participant,
        participant.study.arms.exclude(participants=participant).get(),
        reason="mix-up",
        researcher=None,
        now=now,
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", ACTS)
def test_after_the_end_of_a_study_there_is_nothing_to_do_but_to_withdraw(
    name: str, now: datetime
) -> None:
    participant = make_participant(make_study(arms={"feedback": 1, "control": 1}))
    plan_study(participant.study, now=now)
    if name == "resume":
        stopping.pause(participant, now=now)
    stopping.end_study(participant.study, now=now)
    before = [list(rows.values()) for rows in (Participant.objects.all(), Prompt.objects.all())]

    with pytest.raises(stopping.AlreadyStopped, match="“Affect week” has ended"):
        ACTS[name](participant, now + timedelta(minutes=1))

    after = [list(rows.values()) for rows in (Participant.objects.all(), Prompt.objects.all())]
    assert after == before
    assert stopping.withdraw(participant, now=now) == 0
