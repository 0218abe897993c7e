"""Whoever changes what a study asks waits for its planner, without a circle of waiting."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction

from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.moving import move
from esmpress.prompts.planning import plan_study
from esmpress.studies.models import Study
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db(transaction=True)

Act = Callable[[Participant, datetime], object]
ACTS: dict[str, Act] = {
    "move": lambda participant, now: move(participant, "Europe/London", now=now),
    "change_arm": lambda participant, now: stopping.change_arm(
        participant,
        participant.study.arms.exclude(participants=participant).get(),
        reason="mix-up",
        researcher=None,
        now=now,
    ),
    "pause": lambda participant, now: stopping.pause(participant, now=now),
    "end_study": lambda participant, now: stopping.end_study(participant.study, now=now),
}


def wait_until_somebody_waits() -> None:
    deadline = time.monotonic() + 60
    with connection.cursor() as cursor:
        while time.monotonic() < deadline:
            # Not pg_stat_activity, which shows one transaction the same picture each time.
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone() != (0,):
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


@pytest.mark.parametrize("name", ACTS)
def test_an_act_waits_for_the_planner_holding_nothing_it_needs(name: str, now: datetime) -> None:
    study = make_study(arms={"feedback": 1, "control": 1})
    participant = make_participant(study)

    def act() -> None:
        try:
            ACTS[name](Participant.objects.get(pk=participant.pk), now)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as other:
        with transaction.atomic():
            Study.objects.select_for_update(no_key=True).get(pk=study.pk)
            waiting = other.submit(act)
            wait_until_somebody_waits()
            planned = plan_study(study, now=now)
        waiting.result(timeout=10)

    assert planned > 0
    assert Prompt.objects.exists()
