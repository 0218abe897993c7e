"""Whose turn a sweep is."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from django.db import transaction

from esmpress.alerts.mailing import mail_members
from esmpress.alerts.models import Turn
from esmpress.alerts.risks import raise_risks
from esmpress.alerts.turns import take_turn
from esmpress.alerts.watching import watch_studies
from tests.alerts.builders import HOUR, ended, make_alert, make_rule
from tests.delivery.builders import as_worker
from tests.factories import make_member, make_participant
from tests.responses.builders import answer, prompt_at

pytestmark = pytest.mark.django_db(transaction=True)


def by_another_worker(act: Callable[[], Any]) -> Any:
    """What it finds by a connection of its own, while ours goes on."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(as_worker, act).result(timeout=60)


def has_turn(sweep: str) -> bool:
    with transaction.atomic():
        return take_turn(sweep) is not None


def test_while_one_worker_has_the_turn_others_pass_over_it() -> None:
    has_turn("mail")
    with transaction.atomic():
        mine = take_turn("mail")
        others = [by_another_worker(lambda: has_turn("mail")) for _ in range(2)]

    assert mine is not None
    assert others == [False, False]


def test_the_turn_is_free_once_the_work_is_kept_or_given_up() -> None:
    with transaction.atomic():
        take_turn("mail")
    kept = by_another_worker(lambda: has_turn("mail"))
    with transaction.atomic():
        take_turn("mail")
        transaction.set_rollback(True)

    assert (kept, by_another_worker(lambda: has_turn("mail"))) == (True, True)
    assert Turn.objects.count() == 1


def test_another_sweep_has_a_turn_of_its_own() -> None:
    has_turn("mail")
    has_turn("answers")
    with transaction.atomic():
        take_turn("mail")

        assert by_another_worker(lambda: has_turn("answers"))


SWEEPS = {"answers": raise_risks, "mail": mail_members, "course": watch_studies}


@pytest.mark.parametrize("name", SWEEPS)
def test_a_sweep_that_is_under_way_is_not_begun_again(name: str, now: datetime) -> None:
    """There is something to do for each of them."""
    participant, sweep = make_participant(), SWEEPS[name]
    make_member(participant.study, "coordinator")
    rule = make_rule(participant.study, "risk")
    make_rule(participant.study, "missed")
    response = answer(prompt_at(participant, 1, 1), stress=99)
    ended(participant, "mmm", last=now - HOUR)
    if name == "mail":
        make_alert(rule, participant, response=response)
    has_turn(name)
    with transaction.atomic():
        take_turn(name)
        begun_again = by_another_worker(lambda: sweep(now=now))

    assert begun_again == 0
    assert sweep(now=now) == 1
