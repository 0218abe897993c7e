"""Published designs, each with its source, drawn as the papers describe them."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from esmpress.sampling.bursts import MonthlyBursts, burst_days
from esmpress.sampling.day import PlannedDay, plan_dates
from esmpress.sampling.design import StudyDesign, parse_design, read_design
from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.schemes import parse_scheme, parse_wake_times
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.sampling.wake_times import WakeTimes
from esmpress.sampling.wall_times import Span
from tests.sampling.builders import SEED, WARSAW, blocks_json, fixed_json, window

START = date(2027, 3, 26)
WORKDAYS, WEEKEND = ("mon", "tue", "wed", "thu", "fri"), ("sat", "sun")
MAASTRICHT = [window("07:30", "22:30")]
ZONES = ["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
# Up late at the weekend, and to bed after midnight.
AWAKE = parse_wake_times(
    {weekday: {"from": "07:00", "to": "23:00"} for weekday in WORKDAYS}
    | {weekday: {"from": "09:30", "to": "00:30"} for weekday in WEEKEND}
)
# About two bursts a month of two weekdays and two weekend days, a week and more between them.
TIME_BURSTS = {
    "length_days": 4,
    "per_month": 2,
    "min_days_between": 7,
    "weekdays": 2,
    "weekend_days": 2,
}


def plan_study(
    design: StudyDesign,
    *,
    arm: str | None = None,
    number: int = 1,
    zone: str = "Europe/Warsaw",
    start: date = START,
    days: int,
    wake: WakeTimes = AWAKE,
) -> list[PlannedDay]:
    planned = plan_dates(
        design.path(arm),
        start_date=start,
        first=start,
        last=start + timedelta(days=days - 1),
        person=Person(number, ZoneInfo(zone), wake),
        seed=SEED,
    )
    return list(planned)


def prompts_of(days: list[PlannedDay], schedule: int = 1) -> list[list[PlannedPrompt]]:
    """Return the prompts of each day that has any; nothing was left out."""
    assert not any(day.left_out for day in days)
    return [day.prompts[schedule] for day in days if day.prompts.get(schedule)]


def minutes_of_day(prompts: list[PlannedPrompt]) -> list[int]:
    return [60 * p.scheduled_local.hour + p.scheduled_local.minute for p in prompts]


def clock_times(days: list[list[PlannedPrompt]]) -> list[list[str]]:
    return [[f"{prompt.scheduled_local:%H:%M}" for prompt in day] for day in days]


def smallest_gap(prompts: list[PlannedPrompt]) -> timedelta:
    return min(later.scheduled_at - earlier.scheduled_at for earlier, later in pairwise(prompts))


# van Woerkom 2022, openESM 0063: 5 days, 10 blocks of 90 min, 07:30-22:30, 30 to 150 min apart.
def test_van_woerkom_has_fifty_prompts_one_per_block_30_to_150_minutes_apart() -> None:
    scheme = blocks_json(
        days=5, blocks=10, windows=MAASTRICHT, min_gap_minutes=30, max_gap_minutes=150
    )
    design = read_design(scheme | {"response_window_minutes": 15})

    days = prompts_of(plan_study(design, days=6))

    assert sum(map(len, days)) == 50
    for prompts in days:
        minutes = minutes_of_day(prompts)
        assert [(minute - 450) // 90 for minute in minutes] == list(range(10))
        assert all(30 <= later - earlier <= 150 for earlier, later in pairwise(minutes))
        assert all(p.open_until - p.scheduled_at == timedelta(minutes=15) for p in prompts)


def test_van_woerkom_read_as_a_margin_of_15_stays_off_both_ends_of_each_block() -> None:
    scheme = blocks_json(days=5, blocks=10, windows=MAASTRICHT, block_margin_minutes=15)
    design = read_design(scheme | {"response_window_minutes": 15})

    minutes = [
        minute
        for number in range(60)
        for prompts in prompts_of(plan_study(design, number=number, days=5))
        for minute in minutes_of_day(prompts)
    ]

    assert len(minutes) == 60 * 50
    assert {(minute - 450) % 90 for minute in minutes} == set(range(15, 75))


# Das-Friebel, PMC10365632: 14 days, 08-22 on weekdays and 10-22 at weekends, 6 random, 60 min
# apart, open for 20. The example of design/sampling.md.
@pytest.mark.parametrize("zone", ZONES)
def test_das_friebel_has_84_prompts_an_hour_apart_and_later_at_the_weekend(zone: str) -> None:
    design = read_design(
        {
            "kind": "random",
            "days": 14,
            "prompts_per_day": 6,
            "min_gap_minutes": 60,
            "windows": [window("08:00", "22:00", WORKDAYS), window("10:00", "22:00", WEEKEND)],
            "response_window_minutes": 20,
            "reminders": [10],
        }
    )

    days = [
        day
        for number in range(5)
        for day in prompts_of(plan_study(design, number=number, zone=zone, days=20))
    ]

    assert [len(day) for day in days] == [6] * 14 * 5
    assert min(map(smallest_gap, days)) >= timedelta(minutes=60)
    for prompts in days:
        is_weekend = prompts[0].scheduled_local.weekday() >= 5
        assert all((10 if is_weekend else 8) * 60 <= m < 22 * 60 for m in minutes_of_day(prompts))
        assert all(p.open_until - p.scheduled_at == timedelta(minutes=20) for p in prompts)


# CoCo, openESM 0071: 28 days, 4 random prompts in 09-18 and an evening questionnaire at a fixed
# time of one's own after 19:00, 2855 people in many zones. Here the own bed time sets the own time.
@pytest.mark.parametrize("zone", [*ZONES, "Africa/Casablanca", "America/Sao_Paulo"])
@pytest.mark.parametrize(
    ("bed", "own_time"), [("20:30", "19:00"), ("22:00", "19:30"), ("01:15", "22:45")]
)
def test_coco_has_140_prompts_per_person_in_every_zone(zone: str, bed: str, own_time: str) -> None:
    design = two_schedules(
        {"kind": "random", "days": 28, "prompts_per_day": 4, "windows": [window("09:00", "18:00")]},
        {
            "kind": "anchored",
            "days": 28,
            "anchor": "bed",
            "offset_minutes": -150,
            "earliest": "19:00",
        },
    )
    wake = every_day("06:30", bed)

    days = plan_study(design, zone=zone, days=40, wake=wake)

    moments, evenings = prompts_of(days), prompts_of(days, 2)
    assert sum(map(len, moments)) + sum(map(len, evenings)) == 140
    assert all(9 * 60 <= m < 18 * 60 for day in moments for m in minutes_of_day(day))
    assert clock_times(evenings) == [[own_time]] * 28


def every_day(start: str, end: str) -> WakeTimes:
    return WakeTimes.every_day(Span.model_validate({"from": start, "to": end}))


def two_schedules(first: dict[str, Any], second: dict[str, Any]) -> StudyDesign:
    return parse_design(
        {
            "schedules": [
                {"name": "moments", "response_window_minutes": 15} | first,
                {"name": "evening", "response_window_minutes": 60} | second,
            ]
        }
    )


# TIME, 10.2196/36666: 12 months of two 4-day bursts, hourly while awake, and an end-of-day
# questionnaire 180 min before bed.
def test_time_asks_every_hour_awake_and_before_bed_on_the_same_96_days() -> None:
    days, bursts = 365, TIME_BURSTS
    hourly = {
        "kind": "interval",
        "days": days,
        "bursts": bursts,
        "windows": "participant",
        "every_minutes": 60,
    }
    end_of_day = {
        "kind": "anchored",
        "days": days,
        "bursts": bursts,
        "anchor": "bed",
        "offset_minutes": -180,
    }
    design = two_schedules(hourly, end_of_day)

    planned = plan_study(design, days=days)

    hours, evenings = prompts_of(planned), prompts_of(planned, 2)
    assert len(hours) == len(evenings) == 96
    assert [d[0].scheduled_local.date() for d in hours] == [
        d[0].scheduled_local.date() for d in evenings
    ]
    weekday, weekend = [
        next(i for i, d in enumerate(hours) if (d[0].scheduled_local.weekday() >= 5) is late)
        for late in (False, True)
    ]
    assert clock_times(hours)[weekday] == [f"{hour:02}:00" for hour in range(7, 23)]
    assert clock_times(hours)[weekend] == [f"{hour % 24:02}:30" for hour in range(9, 24)]
    assert {time for (time,) in clock_times(evenings)} == {"20:00", "21:30"}


@pytest.mark.parametrize(
    "start", [START, date(2027, 1, 1), date(2027, 9, 30), date(2028, 1, 1), date(2028, 2, 29)]
)
@pytest.mark.parametrize("days", [365, 366])
def test_time_has_24_bursts_of_two_weekdays_and_a_weekend_a_week_apart(
    start: date, days: int
) -> None:
    bursts = MonthlyBursts.model_validate(TIME_BURSTS)

    for participant in range(40):
        drawn = burst_days(bursts, days=days, first_date=start, seed=SEED, participant=participant)
        starts = sorted(day for day in drawn if day - 1 not in drawn)
        assert len(drawn) == 96
        assert len(starts) == 24
        assert all(later - earlier >= 4 + 7 for earlier, later in pairwise(starts))
        assert starts[0] >= 1
        assert starts[-1] + 3 <= days
        for first in starts:
            burst = [start + timedelta(days=first - 1 + day) for day in range(4)]
            assert sum(on.weekday() >= 5 for on in burst) == 2
        months = Counter(int((first - 0.5) / 30.4375) for first in starts)
        assert set(months.values()) == {2}


# ENGAGE, researchprotocols 2024/1/e57664: 21 days at 11, 14, 17 and 20 h, two arms.
@pytest.mark.parametrize("arm", ["intervention", "control"])
def test_engage_has_84_prompts_at_its_four_hours_in_both_arms(arm: str) -> None:
    times = fixed_json(days=21, times=["11:00", "14:00", "17:00", "20:00"])
    design = parse_design(
        {
            "arms": [{"name": "intervention"}, {"name": "control"}],
            "phases": [
                {"name": "treated", "days": 21, "arm": "intervention"},
                {"name": "waiting", "days": 21, "arm": "control"},
            ],
            "schedules": [
                {"name": "moments", "id": 1, "phase": "treated"} | times,
                {"name": "waiting moments", "id": 2, "phase": "waiting"} | times,
            ],
        }
    )

    days = plan_study(design, arm=arm, days=30)

    moments = prompts_of(days, 1 if arm == "intervention" else 2)
    assert clock_times(moments) == [["11:00", "14:00", "17:00", "20:00"]] * 21
    assert sum(len(prompts) for day in days for prompts in day.prompts.values()) == 84


# Burke, PMC10365632: an own 12-hour window, 9 prompts, 90 min apart. Eight gaps of 90 min are 720,
# and the last minute of twelve hours is 719.
@pytest.mark.parametrize("start", ["05:00", "08:30", "21:00"])
def test_burke_cannot_hold_nine_prompts_and_says_what_would_fit(start: str) -> None:
    own_day = parse_wake_times({"mon": {"from": start, "to": twelve_hours_after(start)}})

    with pytest.raises(InfeasibleDesign) as caught:
        check_feasible(parse_scheme(burke(9)), own_day)

    assert str(caught.value) == (
        "prompts_per_day: 9 prompts at least 90 minutes apart (min_gap_minutes) do not fit into "
        f"{start}-{twelve_hours_after(start)} on mon, where the end is no minute for a prompt; "
        "lower prompts_per_day to 8 or min_gap_minutes to 89."
    )


def burke(prompts: int) -> dict[str, Any]:
    return {
        "kind": "random",
        "days": 14,
        "prompts_per_day": prompts,
        "min_gap_minutes": 90,
        "windows": "participant",
        "response_window_minutes": 30,
    }


def twelve_hours_after(start: str) -> str:
    hours, minutes = start.split(":")
    return f"{(int(hours) + 12) % 24:02}:{minutes}"


@pytest.mark.parametrize("start", ["05:00", "08:30", "09:30"])
def test_burke_holds_eight_prompts_90_minutes_apart_in_ones_own_twelve_hours(start: str) -> None:
    end = twelve_hours_after(start)
    own_day = every_day(start, end)
    check_feasible(parse_scheme(burke(8)), own_day)

    planned = plan_study(read_design(burke(8)), number=3, days=15, wake=own_day)

    days = prompts_of(planned)
    assert [len(day) for day in days] == [8] * 14
    assert min(map(smallest_gap, days)) >= timedelta(minutes=90)
    assert all(start <= time < end for day in clock_times(days) for time in day)


# Burke again with a random prompt in each of nine blocks, which a gap of 90 min rules out as well.
def test_burke_in_nine_blocks_is_refused_too() -> None:
    scheme = parse_scheme(
        blocks_json(blocks=9, windows=[window("09:00", "21:00")], min_gap_minutes=90)
    )

    with pytest.raises(InfeasibleDesign, match="min_gap_minutes"):
        check_feasible(scheme)


# Neubauer, openESM 0072: one prompt at 19:00, open until 05:00 the next day, 21 days.
def test_neubauer_stays_open_until_five_in_the_morning() -> None:
    design = read_design(fixed_json(days=21, times=["19:00"], response_window_minutes=600))

    prompts = [p for day in prompts_of(plan_study(design, days=22)) for p in day]

    assert [f"{p.scheduled_local:%m-%d %H:%M}" for p in prompts] == [
        f"{START + timedelta(days=day):%m-%d} 19:00" for day in range(21)
    ]
    closed = [p.open_until.astimezone(WARSAW).replace(tzinfo=None) for p in prompts]
    # In the night of the clock change ten hours end at six.
    assert Counter(f"{at:%H:%M}" for at in closed) == {"05:00": 20, "06:00": 1}
