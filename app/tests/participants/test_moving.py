from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from esmpress.participants.models import Pause
from esmpress.participants.moving import NothingMoved, mark_moved, next_local_day, zone_among
from esmpress.participants.pausing import mark_paused, mark_resumed
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def check_deferred() -> None:
    """What the database checks at the end of a transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_days_before_a_move_stay_in_the_zone_they_were_in(now: datetime) -> None:
    participant = make_participant()
    mark_moved(participant, "Asia/Tokyo", from_date=date(2027, 1, 12), now=now)
    mark_moved(participant, "Asia/Kolkata", from_date=date(2027, 1, 14), now=now)

    changes = list(participant.zone_changes.order_by("pk"))
    zones = [
        zone_among(changes, participant.time_zone, date(2027, 1, day))
        for day in (1, 11, 12, 13, 14, 20)
    ]

    assert zones == [
        "Europe/Warsaw",
        "Europe/Warsaw",
        "Asia/Tokyo",
        "Asia/Tokyo",
        "Asia/Kolkata",
        "Asia/Kolkata",
    ]


def test_a_participant_who_never_moved_has_one_zone() -> None:
    zone = zone_among([], "Asia/Tokyo", date(2027, 1, 1))

    assert zone == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("Europe/Warsaw", "Europe/London", date(2027, 1, 16)),
        ("Pacific/Auckland", "America/Los_Angeles", date(2027, 1, 15)),
        ("America/Los_Angeles", "Pacific/Auckland", date(2027, 1, 15)),
    ],
)
def test_the_next_local_day_follows_the_earlier_date_of_both_zones(
    before: str, after: str, expected: date
) -> None:
    now = datetime(2027, 1, 15, 6, 0, tzinfo=UTC)

    assert next_local_day(before, after, now=now) == expected


def test_a_move_to_nowhere_or_to_where_one_is_notes_nothing(now: datetime) -> None:
    participant = make_participant()

    with pytest.raises(NothingMoved):
        mark_moved(participant, "Europe/Warsaw", from_date=date(2027, 1, 12), now=now)
    with pytest.raises(ValidationError, match="not a time zone"):
        mark_moved(participant, "Europe/Krakow", from_date=date(2027, 1, 12), now=now)

    assert not participant.zone_changes.exists()


def test_a_pause_is_open_until_the_participant_resumes(now: datetime) -> None:
    participant = make_participant()

    paused = [mark_paused(participant, now=now), mark_paused(participant, now=now)]
    resumed = [
        mark_resumed(participant, now=now.replace(hour=12)),
        mark_resumed(participant, now=now.replace(hour=13)),
    ]

    pause = Pause.objects.get()
    assert (paused, resumed) == ([True, False], [True, False])
    assert (pause.began_at, pause.ended_at) == (now, now.replace(hour=12))


def test_the_database_refuses_a_second_open_pause(now: datetime) -> None:
    participant = make_participant()
    mark_paused(participant, now=now)

    with pytest.raises(IntegrityError, match="pause_open_once"), transaction.atomic():
        Pause.objects.create(participant=participant, began_at=now)


def test_the_database_refuses_a_paused_participant_without_a_pause(now: datetime) -> None:
    participant = make_participant()

    with pytest.raises(IntegrityError, match="as long as a pause is open"), transaction.atomic():
        participant.status = "paused"
        participant.save()
        check_deferred()


def test_the_database_refuses_an_open_pause_of_an_enrolled_participant(now: datetime) -> None:
    participant = make_participant()

    with pytest.raises(IntegrityError, match="as long as a pause is open"), transaction.atomic():
        Pause.objects.create(participant=participant, began_at=now)
        check_deferred()
