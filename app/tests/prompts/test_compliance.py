from __future__ import annotations

from datetime import date

import pytest

from esmpress.prompts.compliance import DayFigures, Figures, figures_by_day, figures_of
from tests.factories import make_participant, make_prompt

pytestmark = pytest.mark.django_db


def test_each_day_counts_what_was_answered_and_what_expired() -> None:
    participant = make_participant()
    for day, status in ((1, "answered"), (1, "expired"), (1, "answered"), (3, "expired")):
        instants = {"answered_at": "2027-01-11T09:10Z"} if status == "answered" else {}
        make_prompt(participant, study_day=day, status=status, **instants)

    days = figures_by_day(participant)

    assert days == [
        DayFigures(1, date(2027, 1, 11), 2, 1),
        DayFigures(3, date(2027, 1, 13), 0, 1),
    ]
    assert figures_of(days).share == 0.5


@pytest.mark.parametrize("status", ["planned", "sent", "cancelled", "not_sent"])
def test_what_nobody_could_answer_or_still_can_does_not_count(status: str) -> None:
    participant = make_participant()
    make_prompt(participant, status=status)

    assert figures_by_day(participant) == []
    assert figures_of([]) == Figures(0, 0)
    assert Figures(0, 0).share is None


def test_reported_events_and_other_people_do_not_count() -> None:
    participant = make_participant()
    make_prompt(participant, trigger="event", status="expired")
    make_prompt(make_participant(participant.study), status="expired")

    assert figures_by_day(participant) == []
