"""The checks an analyst makes of a design before anything else, as esmtools's framework asks."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import datetime, timedelta

import pytest

from tests.export.package.conftest import Written

# The database is set up for whoever asks for one.
pytestmark = pytest.mark.django_db

Row = dict[str, str]
ORDER = ("scheduled_utc", "sent_utc", "opened_utc", "start_utc", "end_utc", "received_utc")
# Of a participant, not of a prompt.
CONSTANT = ("study", "arm", "stratum", "language")


@pytest.fixture
def prompts(written: Written) -> list[Row]:
    with written.path("prompts").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def by_person(prompts: list[Row]) -> dict[str, list[Row]]:
    found = defaultdict(list)
    for row in prompts:
        found[row["id"]].append(row)
    return found


def instants(row: Row) -> list[datetime]:
    return [datetime.fromisoformat(row[name]) for name in ORDER if row[name]]


def test_nothing_is_there_twice(prompts: list[Row]) -> None:
    assert len({(row["id"], row["obsno"]) for row in prompts}) == len(prompts)
    assert len({(row["id"], row["scheduled_utc"], row["schedule"]) for row in prompts}) == len(
        prompts
    )
    assert len({tuple(row.values()) for row in prompts}) == len(prompts)


def test_what_happened_to_a_prompt_happened_in_order(prompts: list[Row]) -> None:
    for row in prompts:
        told = instants(row)
        assert told == sorted(told), row
        if row["start_utc"]:
            assert (
                row["opened_utc"] <= row["start_utc"] < (row["end_utc"] or row["finish_until_utc"])
            )
            assert row["opened_utc"] < row["open_until_utc"]


def test_observations_of_everybody_count_from_1_without_a_gap_in_time(
    by_person: dict[str, list[Row]],
) -> None:
    for rows in by_person.values():
        assert [int(row["obsno"]) for row in rows] == list(range(1, len(rows) + 1))
        moments = [row["scheduled_utc"] for row in rows]
        assert moments == sorted(moments)


def test_days_and_beeps_count_from_1_and_all_that_were_planned_are_there(
    by_person: dict[str, list[Row]],
) -> None:
    planned = {("moments", 2): 2, ("random", 3): 4}
    for rows in by_person.values():
        for (schedule, days), beeps in planned.items():
            own = [row for row in rows if row["schedule"] == schedule]
            places = [(int(row["day"]), int(row["beep"])) for row in own]
            assert sorted(places) == [
                (day, beep) for day in range(1, days + 1) for beep in range(1, beeps + 1)
            ]


def test_a_study_day_is_one_local_date(by_person: dict[str, list[Row]]) -> None:
    for rows in by_person.values():
        dates = defaultdict(set)
        for row in rows:
            dates[int(row["day"])].add(row["scheduled_local"][:10])
        first = datetime.fromisoformat(next(iter(dates[1])))
        for day, found in dates.items():
            assert found == {f"{first + timedelta(days=day - 1):%Y-%m-%d}"}


def test_local_time_is_utc_and_the_offset(prompts: list[Row]) -> None:
    for row in prompts:
        utc = datetime.fromisoformat(row["scheduled_utc"].removesuffix("Z"))
        offset = timedelta(minutes=int(row["utc_offset_min"]))
        assert datetime.fromisoformat(row["scheduled_local"]) == utc + offset


def test_what_is_constant_of_a_participant_is_so_in_all_rows(
    by_person: dict[str, list[Row]],
) -> None:
    for rows in by_person.values():
        for name in CONSTANT:
            assert len({row[name] for row in rows if row["status"] != "answered"}) <= 1


def test_answers_are_there_where_it_says_so_and_nowhere_else(prompts: list[Row]) -> None:
    answered = [row for row in prompts if row["completeness"] == "complete"]
    others = [row for row in prompts if not row["completeness"]]

    assert answered
    assert others
    assert all(row["a_slider"] and row["status"] == "answered" for row in answered)
    assert not any(row["a_slider"] or row["missing"] for row in others)


def test_durations_and_latencies_are_what_the_instants_say(prompts: list[Row]) -> None:
    for row in (one for one in prompts if one["duration_s"]):
        start, end, sent = (
            datetime.fromisoformat(row[name]) for name in ("start_utc", "end_utc", "sent_utc")
        )
        assert abs(float(row["duration_s"]) - (end - start).total_seconds()) <= 1
        assert abs(float(row["latency_s"]) - (start - sent).total_seconds()) <= 1
