from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from esmpress.participants.leavings import digest, number_leavings
from esmpress.participants.models import Leaving
from esmpress.participants.unsubscribing import mark_subscribed, mark_unsubscribed
from esmpress.prompts import stopping
from esmpress.withdrawal import Level, withdraw
from tests.factories import make_participant

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def noted() -> list[tuple[int, str, datetime]]:
    return list(Leaving.objects.values_list("participant", "act", "at"))


@pytest.mark.parametrize("level", list(Level))
def test_a_withdrawal_is_noted_with_each_level_it_reached(level: Level, now: datetime) -> None:
    participant = make_participant()

    withdraw(participant, level, now=now)

    acts = ["stop"] if level == Level.STOP else ["stop", level]
    assert noted() == [(participant.pk, act, now) for act in acts]


def test_whoever_only_stops_the_prompts_is_noted_once(now: datetime) -> None:
    participant = make_participant()

    stopping.withdraw(participant, now=now)

    assert noted() == [(participant.pk, "stop", now)]


def test_a_stop_of_mail_and_its_end_are_noted_once_each(now: datetime) -> None:
    participant = make_participant()

    mark_unsubscribed(participant, now=now)
    mark_unsubscribed(participant, now=now + HOUR)
    mark_subscribed(participant, now=now + 2 * HOUR)
    mark_subscribed(participant, now=now + 3 * HOUR)

    assert noted() == [
        (participant.pk, "unsubscribe", now),
        (participant.pk, "subscribe", now + 2 * HOUR),
    ]


def test_each_line_is_bound_to_the_one_before(now: datetime) -> None:
    withdraw(make_participant(), Level.STOP, now=now)
    assert number_leavings(now=now) == 1
    withdraw(make_participant(), Level.ERASE, now=now)
    assert number_leavings(now=now) == 2
    assert number_leavings(now=now) == 0

    lines = list(Leaving.objects.order_by("seq").values_list("seq", "line"))
    befores = [json.loads(line)["before"] for _, line in lines]
    assert [seq for seq, _ in lines] == [1, 2, 3]
    assert befores == ["", digest(lines[0][1]), digest(lines[1][1])]


def test_a_line_says_nothing_of_the_person(now: datetime) -> None:
    participant = make_participant()
    withdraw(participant, Level.ERASE, now=now)
    number_leavings(now=now)

    fields = json.loads(Leaving.objects.get(act="erase").line)
    assert set(fields) == {"seq", "participant", "enrolled_at", "act", "at", "before"}
    assert (fields["participant"], fields["act"]) == (participant.pk, "erase")


def test_the_database_lets_nobody_change_or_delete_one(now: datetime) -> None:
    withdraw(make_participant(), Level.STOP, now=now)
    number_leavings(now=now)

    with pytest.raises(IntegrityError, match="cannot be changed"):
        Leaving.objects.update(line="another")


def test_the_database_lets_nobody_delete_one_that_waits(now: datetime) -> None:
    withdraw(make_participant(), Level.STOP, now=now)

    with pytest.raises(IntegrityError, match="cannot be changed or deleted"):
        Leaving.objects.all().delete()
