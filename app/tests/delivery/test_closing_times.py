"""The end of the window as participants read it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from esmpress.delivery.closing_times import closing_time

MONDAY_9_UTC = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def read(open_until: datetime, *, language: str, time_zone: str = "Europe/Warsaw") -> str:
    return closing_time(open_until, sent_at=MONDAY_9_UTC, time_zone=time_zone, language=language)


@pytest.mark.parametrize(
    ("language", "words"), [("en", "14:35"), ("pl", "godziny 14:35"), ("de", "14:35 Uhr")]
)
def test_on_the_same_day_the_time_is_enough(language: str, words: str) -> None:
    assert read(datetime(2027, 1, 11, 13, 35, tzinfo=UTC), language=language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Tuesday 21:30"), ("pl", "wtorku, godz. 21:30"), ("de", "Dienstag, 21:30 Uhr")],
)
def test_on_another_day_the_weekday_is_named(language: str, words: str) -> None:
    assert read(datetime(2027, 1, 12, 20, 30, tzinfo=UTC), language=language) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Monday 18 January 10:00"),
        ("pl", "poniedziałku 18 stycznia, godz. 10:00"),
        ("de", "Montag, 18. Januar, 10:00 Uhr"),
    ],
)
def test_a_week_ahead_the_weekday_alone_would_mean_today(language: str, words: str) -> None:
    assert read(MONDAY_9_UTC + timedelta(days=7), language=language) == words


def test_the_day_is_the_participants() -> None:
    open_until = datetime(2027, 1, 11, 23, 30, tzinfo=UTC)

    assert read(open_until, language="en", time_zone="Europe/Warsaw") == "Tuesday 00:30"
    assert read(open_until, language="en", time_zone="Europe/London") == "23:30"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (12, "wtorku"),
        (13, "środy"),
        (14, "czwartku"),
        (15, "piątku"),
        (16, "soboty"),
        (17, "niedzieli"),
    ],
)
def test_polish_weekdays_stand_in_the_genitive(day: int, words: str) -> None:
    open_until = datetime(2027, 1, day, 9, 0, tzinfo=UTC)

    assert read(open_until, language="pl") == f"{words}, godz. 10:00"
