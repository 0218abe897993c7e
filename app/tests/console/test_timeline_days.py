"""A participant's days in the timeline: their pages, their summaries, their prompts."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.console.timelines import DAY, MINUTE, decide, delivered, page_of
from tests.delivery.builders import make_notification
from tests.factories import make_participant, make_prompt, make_sent_prompt

pytestmark = pytest.mark.django_db


def test_a_prompt_is_told_in_the_zone_it_was_planned_in(now: datetime) -> None:
    prompt = make_prompt(time_zone="America/New_York")

    day = page_of(prompt.participant, now).days[0]

    assert (day.entries[0].clock, day.time_zone) == ("04:00", "America/New_York")


def test_days_are_local_and_a_page_holds_seven_of_them(now: datetime) -> None:
    participant = make_participant()
    for day in range(10):
        make_prompt(participant, scheduled_at=datetime(2027, 1, 10 + day, 23, 30, tzinfo=UTC))

    first, second = (page_of(participant, now, page) for page in ("1", "2"))

    assert [day.on.day for day in first.days] == [11, 12, 13, 14, 15, 16, 17]
    assert [day.on.day for day in second.days] == [18, 19, 20]
    assert (first.count, first.number, second.number) == (2, 1, 2)


@pytest.mark.parametrize(
    ("asked", "days_later", "number"),
    [("", -3, 1), ("", 0, 1), ("", 6, 1), ("", 7, 2), ("", 90, 2), ("9", 0, 1), ("x", 0, 1)],
)
def test_the_page_with_today_opens_first(
    asked: str, days_later: int, number: int, now: datetime
) -> None:
    participant = make_participant()
    for day in range(10):
        make_prompt(participant, scheduled_at=now + day * DAY)

    assert page_of(participant, now + days_later * DAY, asked).number == number


def test_rows_cost_no_statements(now: datetime) -> None:
    participant = make_participant()
    counts = []
    for prompts in (1, 12):
        for _ in range(prompts):
            prompt = make_sent_prompt(participant)[0]
            delivered(prompt)
            row = make_notification(prompt, kind="reminder_1", status="failed")
            decide(row, now)
        with CaptureQueriesContext(connection) as seen:
            page_of(participant, now)
        counts.append(len(seen))

    assert counts == [4, 4]


def test_a_day_says_at_a_glance_how_it_went(now: datetime) -> None:
    participant = make_participant()
    for _ in range(2):
        make_prompt(participant, status="expired", ended_at=now)
    make_prompt(participant, status="answered", opened_at=now, answered_at=now + MINUTE)

    page = page_of(participant, now)

    assert page.days[0].summary == "3 prompts: 2 missed, 1 answered"
    assert "2 missed, 1 answered." in page.picture
    assert page.days[0].entries[-1].sentence == "Opened 10:00, answered 10:01."


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"status": "expired"}, "Not opened by 10:30."),
        ({"status": "not_sent", "status_reason": "late"}, "Too little of the time to answer"),
        ({"status": "cancelled", "status_reason": "paused"}, "The participant was paused."),
        ({"status": "sent", "status_reason": "uncertain"}, "It is unknown whether the invitation"),
        ({"status": "planned"}, "Can be opened until 10:30."),
    ],
)
def test_a_prompt_says_in_a_sentence_what_became_of_it(
    fields: dict[str, Any], sentence: str, now: datetime
) -> None:
    prompt = make_prompt(**fields)

    assert sentence in page_of(prompt.participant, now).days[0].entries[0].sentence
