"""What holds for every scheme of a kind, on every day and in every zone."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.sampling.bursts import burst_days
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.day import PlannedDay
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.wake_times import WakeTimes
from esmpress.sampling.wall_times import Span
from tests.sampling.builders import SEED, window
from tests.sampling.paths import path_of, plan_days

ONE_MINUTE = timedelta(minutes=1)
# The nights of both clock changes and the days around them. Morocco leaves +01 for the month of
# Ramadan, on 2027-02-07 and back on 2027-03-14.
DAYS = {
    "Europe/Warsaw": [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)],
    "Europe/Vienna": [date(2027, 3, 28), date(2027, 10, 31)],
    "America/New_York": [
        date(2027, 3, 13),
        date(2027, 3, 14),
        date(2027, 11, 6),
        date(2027, 11, 7),
    ],
    "Australia/Lord_Howe": [date(2027, 4, 3), date(2027, 4, 4), date(2027, 10, 3)],
    "Asia/Kolkata": [date(2027, 3, 28), date(2027, 12, 31)],
    "Africa/Casablanca": [date(2026, 2, 14), date(2026, 2, 15), date(2026, 3, 22)],
}
DATES = st.sampled_from([(zone, on) for zone, dates in DAYS.items() for on in dates])
NUMBERS = st.integers(1, 10**6)
CLOCK = st.integers(0, 23 * 60 + 59).map(lambda minute: f"{minute // 60:02}:{minute % 60:02}")


@st.composite
def windows(draw: st.DrawFn) -> tuple[str, str, int]:
    """Return the beginning and end of a window of 4 to 23 hours, and its length in minutes."""
    start, length = draw(st.integers(0, 1439)), draw(st.integers(240, 1380))
    end = (start + length) % 1440
    return f"{start // 60:02}:{start % 60:02}", f"{end // 60:02}:{end % 60:02}", length


def plan_one(scheme: dict[str, Any], zone: str, on: date, number: int, **own: Any) -> PlannedDay:
    path = path_of(scheme | {"days": 400} if scheme["kind"] != "once" else scheme)
    (day,) = plan_days(path, on, person=Person(number, ZoneInfo(zone), **own))
    return day


def edges(zone: str, on: date, start: str, end: str) -> tuple[datetime, datetime]:
    """Return the first instants at which the clocks of the zone show both times, or later ones."""
    midnight = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=15)
    next_day = timedelta(days=1) if end <= start else timedelta(0)
    return (
        first_instant(midnight, ZoneInfo(zone), f"{on} {start}"),
        first_instant(midnight, ZoneInfo(zone), f"{on + next_day} {end}"),
    )


def first_instant(instant: datetime, zone: ZoneInfo, wall: str) -> datetime:
    wanted = datetime.fromisoformat(wall)
    while instant.astimezone(zone).replace(tzinfo=None) < wanted - timedelta(hours=2):
        instant += timedelta(minutes=30)
    while instant.astimezone(zone).replace(tzinfo=None) < wanted:
        instant += ONE_MINUTE
    return instant


def gaps(prompts: list[PlannedPrompt]) -> list[timedelta]:
    return [later.scheduled_at - earlier.scheduled_at for earlier, later in pairwise(prompts)]


@settings(deadline=None, max_examples=150)
@given(windows(), DATES, NUMBERS, st.integers(1, 9), st.tuples(st.integers(0, 40), st.booleans()))
def test_random_prompts_are_all_there_inside_the_window_in_order_and_apart(
    span: tuple[str, str, int],
    where: tuple[str, date],
    number: int,
    count: int,
    gaps_asked: tuple[int, bool],
) -> None:
    start, end, length = span
    zone, on = where
    gap = min(gaps_asked[0], (length - 61) // max(count - 1, 1))
    maximum = gap + 45 if gaps_asked[1] else None
    scheme = {
        "kind": "random",
        "prompts_per_day": count,
        "windows": [window(start, end)],
        "min_gap_minutes": gap,
        "max_gap_minutes": maximum,
    }

    prompts = plan_one(scheme, zone, on, number).prompts[1]

    begin, stop = edges(zone, on, start, end)
    assert [prompt.beep for prompt in prompts] == list(range(1, count + 1))
    assert all(begin <= prompt.scheduled_at < stop for prompt in prompts)
    assert all(apart >= max(gap, 1) * ONE_MINUTE for apart in gaps(prompts))
    assert maximum is None or all(apart <= maximum * ONE_MINUTE for apart in gaps(prompts))
    assert plan_one(scheme, zone, on, number).prompts[1] == prompts


@settings(deadline=None, max_examples=150)
@given(windows(), DATES, NUMBERS, st.integers(15, 180), st.booleans())
def test_interval_prompts_fill_the_window_at_equal_distances(
    span: tuple[str, str, int],
    where: tuple[str, date],
    number: int,
    every: int,
    is_random: bool,
) -> None:
    start, end, _ = span
    zone, on = where
    scheme = {
        "kind": "interval",
        "every_minutes": every,
        "random_offset": is_random,
        "windows": [window(start, end)],
    }

    prompts = plan_one(scheme, zone, on, number).prompts[1]

    begin, stop = edges(zone, on, start, end)
    offset = prompts[0].scheduled_at - begin
    assert timedelta(0) <= offset < every * ONE_MINUTE
    assert is_random or not offset
    assert all(apart == every * ONE_MINUTE for apart in gaps(prompts))
    assert prompts[-1].scheduled_at < stop <= prompts[-1].scheduled_at + every * ONE_MINUTE
    assert plan_one(scheme, zone, on, number).prompts[1] == prompts


@settings(deadline=None, max_examples=150)
@given(windows(), DATES, st.sampled_from(["wake", "bed"]), st.integers(-240, 240))
def test_an_anchored_prompt_shows_its_distance_on_the_clock_unless_it_was_skipped(
    span: tuple[str, str, int], where: tuple[str, date], anchor: str, offset: int
) -> None:
    start, end, length = span
    zone, on = where
    wake = WakeTimes.every_day(Span.model_validate({"from": start, "to": end}))
    scheme = {"kind": "anchored", "anchor": anchor, "offset_minutes": offset}

    (prompt,) = plan_one(scheme, zone, on, 1, wake=wake).prompts[1]

    woke = datetime.fromisoformat(f"{on} {start}")
    due = woke + ((length if anchor == "bed" else 0) + offset) * ONE_MINUTE
    assert prompt.scheduled_local > due if prompt.dst == "gap" else prompt.scheduled_local == due


@settings(deadline=None, max_examples=100)
@given(
    DATES,
    CLOCK,
    st.integers(0, 20),
    st.sets(st.integers(0, 30), max_size=6),
    st.sets(st.sampled_from(["mon", "wed", "sat"])),
)
def test_once_asks_exactly_once_on_the_first_date_that_may_be(
    where: tuple[str, date], time: str, after: int, excluded: set[int], weekdays: set[str]
) -> None:
    zone, start = where
    not_on = [start + timedelta(days=ahead) for ahead in sorted(excluded)]
    scheme = {
        "kind": "once",
        "after_days": after,
        "time": time,
        "excluded_dates": [on.isoformat() for on in not_on],
        "weekdays": sorted(weekdays) or None,
    }

    days = plan_days(path_of(scheme), start, 80, person=Person(1, ZoneInfo(zone)))

    allowed = weekdays or {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    (asked,) = [day for day in days if day.prompts.get(1)]
    first = next(
        on
        for on in (start + timedelta(days=ahead) for ahead in range(after, 80))
        if on not in not_on and f"{on:%a}".lower() in allowed
    )
    assert asked.date == first
    assert len(asked.prompts[1]) == 1


@settings(deadline=None, max_examples=60)
@given(
    st.integers(1, 7),
    st.integers(1, 21),
    st.integers(1, 4),
    st.sets(st.integers(0, 60), max_size=5),
    st.sets(st.sampled_from(["tue", "thu", "sun"])),
)
def test_regular_bursts_excluded_dates_and_weekdays_all_hold(
    length: int, rest: int, count: int, excluded: set[int], weekdays: set[str]
) -> None:
    start, every = date(2027, 3, 1), length + rest
    days = every * (count - 1) + length
    not_on = {start + timedelta(days=ahead) for ahead in excluded}
    path = path_of(
        {
            "kind": "fixed",
            "days": days,
            "times": ["12:00"],
            "bursts": {"length_days": length, "every_days": every},
            "excluded_dates": [on.isoformat() for on in sorted(not_on)],
            "weekdays": sorted(weekdays) or None,
        }
    )

    asked = {day.date for day in plan_days(path, start, days + 7) if day.prompts.get(1)}

    assert asked == {
        on
        for on in (start + timedelta(days=ahead) for ahead in range(days))
        if (on - start).days % every < length
        and on not in not_on
        and (not weekdays or f"{on:%a}".lower() in weekdays)
    }


@settings(deadline=None, max_examples=60)
@given(NUMBERS, st.dates(date(2027, 1, 1), date(2028, 12, 31)), st.integers(1, 3))
def test_a_scheme_in_monthly_bursts_asks_on_their_days_and_no_other(
    number: int, start: date, per_month: int
) -> None:
    bursts = {"length_days": 3, "per_month": per_month, "min_days_between": 2}
    path = path_of({"kind": "fixed", "days": 70, "times": ["12:00"], "bursts": bursts})
    scheme = path[0].scheme

    planned = plan_days(path, start, 75, person=Person(number, ZoneInfo("Europe/Vienna")))

    assert isinstance(scheme, DailyScheme)
    assert scheme.bursts is not None
    drawn = burst_days(scheme.bursts, days=70, first_date=start, seed=SEED, participant=number)
    assert {day.study_day for day in planned if day.prompts.get(1)} == drawn
    assert len(drawn) == 3 * per_month * 2
