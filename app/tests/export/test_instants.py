from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from esmpress.prompts.models import Prompt
from tests.export.reading import read_export
from tests.factories import make_participant, make_prompt

pytestmark = pytest.mark.django_db


def test_an_instant_stands_in_utc_and_on_the_wall_clock_cut_to_the_second() -> None:
    instant = datetime(2027, 7, 1, 10, 0, 59, 999_999, tzinfo=UTC)
    prompt = make_prompt(make_participant(time_zone="Asia/Kolkata"), scheduled_at=instant)

    [row] = read_export(prompt.participant.study)

    assert row["scheduled_utc"] == "2027-07-01T10:00:59Z"
    assert row["scheduled_local"] == "2027-07-01T15:30:59"


def test_on_the_night_the_clocks_go_back_local_times_repeat_and_utc_does_not() -> None:
    participant = make_participant()
    for hour in (0, 1):
        make_prompt(participant, scheduled_at=datetime(2027, 10, 31, hour, 30, tzinfo=UTC))

    first, second = read_export(participant.study)

    assert first["scheduled_local"] == second["scheduled_local"] == "2027-10-31T02:30:00"
    assert first["scheduled_utc"] != second["scheduled_utc"]


def test_no_instant_is_an_empty_cell() -> None:
    prompt = make_prompt()

    [row] = read_export(prompt.participant.study)

    assert (row["sent_utc"], row["sent_local"]) == ("", "")


def test_times_are_told_where_both_their_ends_are_known_and_in_order(now: datetime) -> None:
    participant = make_participant()
    prompt = make_prompt(participant, scheduled_at=now)
    begun = now + timedelta(seconds=90, milliseconds=250)
    steps = {"started_at": begun, "answered_at": begun + timedelta(minutes=2)}
    Prompt.objects.filter(pk=prompt.pk).update(
        status="answered", opened_at=now, sent_at=now + timedelta(minutes=5), **steps
    )

    [row] = read_export(participant.study)

    assert (row["duration_s"], row["latency_s"]) == ("120", "")
