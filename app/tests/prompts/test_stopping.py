from __future__ import annotations

import threading
from datetime import datetime

import pytest
from django.db import connection, transaction

from esmpress.participants.models import Participant
from esmpress.prompts import lifecycle, stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_running_studies, plan_study
from tests.factories import make_participant, make_prompt, make_sent_prompt


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
