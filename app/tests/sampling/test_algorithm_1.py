"""Frozen results of algorithm 1. If one of these fails, do not edit it: add algorithm 2."""

from datetime import date

from esmpress.sampling.bursts import MonthlyBursts, burst_days
from esmpress.sampling.schemes import parse_scheme
from tests.sampling.builders import SEED, fixed, local_times, plan, random_in_blocks, window


def test_equal_blocks_with_gaps_are_drawn_as_published() -> None:
    scheme = random_in_blocks(
        blocks=6, windows=[window("08:00", "22:00")], min_gap_minutes=60, max_gap_minutes=240
    )

    saturday = plan(scheme, date(2027, 3, 27), study_day=1, participant=17, schedule=3)
    sunday = plan(scheme, date(2027, 3, 28), study_day=2, participant=17, schedule=3)

    assert [f"{prompt.scheduled_local:%H:%M}" for prompt in saturday] == [
        "08:52",
        "11:55",
        "14:22",
        "15:45",
        "18:02",
        "20:16",
    ]
    assert [f"{prompt.scheduled_local:%H:%M}" for prompt in sunday] == [
        "09:32",
        "11:38",
        "13:37",
        "15:01",
        "17:57",
        "20:17",
    ]


def test_a_night_with_a_clock_change_is_drawn_as_published() -> None:
    scheme = random_in_blocks(
        blocks=4,
        windows=[window("22:00", "05:00")],
        block_margin_minutes=10,
        min_gap_minutes=30,
    )

    prompts = plan(scheme, date(2027, 10, 30))

    assert [(f"{p.scheduled_at:%d %H:%M}", p.utc_offset_minutes, p.dst) for p in prompts] == [
        ("30 20:27", 120, ""),
        ("30 22:53", 120, ""),
        ("31 01:33", 60, "fold"),
        ("31 02:41", 60, ""),
    ]


def test_listed_blocks_are_drawn_as_published() -> None:
    listed = [{"from": "08:00", "to": "10:00"}, {"from": "18:00", "to": "19:30"}]
    scheme = random_in_blocks(blocks=listed, windows=None)

    prompts = plan(scheme, date(2027, 6, 1), study_day=14, participant=100_000, seed=b"\xff" * 16)

    assert local_times(prompts) == ["06-01 09:27", "06-01 19:27"]


def test_jittered_times_are_drawn_as_published() -> None:
    scheme = fixed("09:00", "13:00", "17:00", jitter_minutes=45, min_gap_minutes=200)

    prompts = plan(scheme, date(2027, 6, 1), participant=2)

    assert local_times(prompts) == ["06-01 09:25", "06-01 13:15", "06-01 16:46"]


def test_random_times_are_drawn_as_published() -> None:
    scheme = parse_scheme(
        {
            "kind": "random",
            "days": 14,
            "prompts_per_day": 6,
            "min_gap_minutes": 60,
            "windows": [window("08:00", "22:00")],
            "response_window_minutes": 20,
        }
    )

    prompts = plan(scheme, date(2027, 3, 26), participant=17, schedule=3)

    assert [f"{prompt.scheduled_local:%H:%M}" for prompt in prompts] == [
        "08:43",
        "11:40",
        "14:34",
        "15:54",
        "17:34",
        "19:27",
    ]


def test_monthly_bursts_are_drawn_as_published() -> None:
    bursts = MonthlyBursts(
        length_days=4, per_month=2, min_days_between=7, weekdays=2, weekend_days=2
    )

    days = burst_days(bursts, days=122, first_date=date(2027, 3, 26), seed=SEED, participant=17)

    assert sorted(days)[::4] == [9, 21, 35, 51, 63, 86, 100, 114]
