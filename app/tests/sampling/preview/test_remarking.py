from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from esmpress.sampling.preview.remarking import remarks_on
from tests.sampling.preview.previews import WAKE, fixed, preview, random, sentences, window


def about(text: str, *schedules: dict[str, Any], **fields: Any) -> list[str]:
    return [sentence for sentence in sentences(*schedules, **fields) if text in sentence]


def test_overlapping_response_windows_are_told_with_what_would_do() -> None:
    schedule = fixed("09:00", "09:20", "12:00", response_window_minutes=21)

    (sentence,) = about("can still be opened", schedule)

    assert sentence == (
        "schedule “fixed”: response_window_minutes: 33% of its prompts can still be opened when "
        "the participant's next one comes, 20 minutes later at the soonest; lower it to 20, or "
        "keep prompts further apart by min_gap_minutes."
    )
    assert not about("can still be opened", schedule | {"response_window_minutes": 20})


def test_a_response_window_is_not_lowered_to_nothing() -> None:
    schedules = (fixed("09:00", response_window_minutes=10), fixed("09:02", name="other"))

    (sentence,) = about("can still be opened", *schedules)

    assert "at the soonest; keep prompts further apart" in sentence


def test_a_reminder_that_is_never_sent_is_told() -> None:
    schedule = fixed("09:00", response_window_minutes=40, reminders=[30, 31])

    found = about("reminders", schedule, min_window_share=0.25)

    assert found == [
        "schedule “fixed”: reminders: the one after 31 minutes is never sent, as less than 25% of "
        "the response window is left then; lower it to 30."
    ]


def test_a_reminder_after_the_next_prompt_is_told() -> None:
    schedule = fixed("09:00", "10:00", response_window_minutes=100, reminders=[59, 60])

    (sentence,) = about("reminders", schedule)

    assert "the one after 60 minutes can come after the next prompt" in sentence


@pytest.mark.parametrize(("prompts", "told"), [(12, 0), (13, 1)])
def test_more_prompts_than_twice_the_usual_are_told(prompts: int, told: int) -> None:
    assert len(about("prompts_per_day: some days have", random(prompts_per_day=prompts))) == told


@pytest.mark.parametrize(("seconds", "told"), [(450, 0), (451, 1)])
def test_more_than_a_quarter_of_an_hour_of_answering_is_told(seconds: int, told: int) -> None:
    found = about("questionnaire: answering", fixed("09:00", "12:00"), seconds={1: seconds})

    assert len(found) == told


@pytest.mark.parametrize(("limit", "told"), [(0, 0), (20, 0), (19, 1)])
def test_hours_above_the_sending_limit_are_told(limit: int, told: int) -> None:
    schedule = fixed("10:00", days=1, reminders=[10])

    found = about("hourly_limit: 1 hour has", schedule, participants=10, hourly_limit=limit)

    assert len(found) == told


def test_a_day_that_cannot_be_sent_within_a_day_is_told() -> None:
    assert about("the busiest day has 40 mails", random(days=1), hourly_limit=1)
    assert not about("the busiest day", random(days=1), hourly_limit=2)


def test_wake_hours_that_are_missing_are_asked_for() -> None:
    own = random(windows="participant", min_gap_minutes=30)

    assert sentences(own) == [
        "wake: schedule “moments” follows the participant's own day, so nothing of it is shown; "
        "fill in the wake hours."
    ]
    assert sentences(own, wake=WAKE) == []


def test_prompts_without_a_place_are_told_with_the_reason() -> None:
    schedule = random(prompts_per_day=2, min_gap_minutes=20, windows=[window("02:00", "03:10")])
    joining = {"first_joining": date(2027, 3, 26), "last_joining": date(2027, 3, 26)}

    (sentence,) = about("left out", schedule, participants=3, **joining)

    assert "schedule “moments”: prompts_per_day: left out on 3 days of participants" in sentence


def test_reasons_not_to_launch_come_first_and_each_sentence_once() -> None:
    late = random(prompts_per_day=2, windows=[window("22:00", "23:30")])
    rare = random(name="rare", days=1, weekdays=["mon"])
    tight = random(name="tight", prompts_per_day=9, min_gap_minutes=90)

    remarks = remarks_on(preview(late, rare, tight))

    assert [remark.refuses for remark in remarks] == sorted(
        (remark.refuses for remark in remarks), reverse=True
    )
    assert remarks[0].refuses
    assert "“tight”" in remarks[0].sentence
    assert len(set(remarks)) == len(remarks)
