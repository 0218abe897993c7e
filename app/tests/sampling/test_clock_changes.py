from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from tests.sampling.builders import WARSAW, fixed, local_times, plan, random_in_blocks, window

SPRING = date(2027, 3, 28)
AUTUMN = date(2027, 10, 31)
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def test_a_skipped_fixed_time_moves_to_the_end_of_the_gap_and_is_flagged() -> None:
    (prompt,) = plan(fixed("02:30"), SPRING)

    assert prompt.scheduled_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert local_times([prompt]) == ["03-28 03:00"]
    assert (prompt.utc_offset_minutes, prompt.dst) == (120, "gap")


def test_a_repeated_fixed_time_is_the_first_of_the_two_and_is_flagged() -> None:
    (prompt,) = plan(fixed("02:30"), AUTUMN)

    assert prompt.scheduled_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert local_times([prompt]) == ["10-31 02:30"]
    assert (prompt.utc_offset_minutes, prompt.dst) == (120, "fold")


@pytest.mark.parametrize(
    ("zone", "on", "wall", "utc", "dst"),
    [
        (NEW_YORK, date(2027, 3, 14), "02:30", (14, 7, 0), "gap"),
        (NEW_YORK, date(2027, 11, 7), "01:30", (7, 5, 30), "fold"),
        (LORD_HOWE, date(2027, 10, 3), "02:15", (2, 15, 30), "gap"),
        (LORD_HOWE, date(2027, 4, 4), "01:45", (3, 14, 45), "fold"),
        (LORD_HOWE, date(2027, 4, 4), "01:15", (3, 14, 15), ""),
    ],
)
def test_each_zone_changes_its_clocks_by_its_own_rule(
    zone: ZoneInfo, on: date, wall: str, utc: tuple[int, int, int], dst: str
) -> None:
    (prompt,) = plan(fixed(wall), on, zone)

    day, hour, minute = utc
    assert prompt.scheduled_at == datetime(2027, on.month, day, hour, minute, tzinfo=UTC)
    assert prompt.dst == dst


def test_two_fixed_times_in_one_gap_keep_their_numbers() -> None:
    prompts = plan(fixed("02:15", "02:45", "04:00"), SPRING)

    assert local_times(prompts) == ["03-28 03:00", "03-28 03:00", "03-28 04:00"]
    assert [(prompt.beep, prompt.dst) for prompt in prompts] == [(1, "gap"), (2, "gap"), (3, "")]


def test_a_block_inside_a_gap_keeps_its_prompt() -> None:
    listed = [
        {"from": "01:00", "to": "02:00"},
        {"from": "02:00", "to": "03:00"},
        {"from": "03:00", "to": "04:00"},
    ]
    scheme = random_in_blocks(blocks=listed, windows=None)

    prompts = plan(scheme, SPRING)

    assert prompts[1].scheduled_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert [prompt.dst for prompt in prompts] == ["", "gap", ""]
    assert prompts[2].scheduled_at > prompts[1].scheduled_at


def test_a_window_of_one_block_inside_a_gap_keeps_its_prompt() -> None:
    scheme = random_in_blocks(blocks=1, windows=[window("02:00", "03:00")])

    (prompt,) = plan(scheme, SPRING)

    assert prompt.scheduled_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert prompt.dst == "gap"


@pytest.mark.parametrize(("on", "hours"), [(SPRING, 23), (AUTUMN, 25), (date(2027, 6, 1), 24)])
def test_equal_blocks_divide_the_hours_the_day_really_has(on: date, hours: int) -> None:
    scheme = random_in_blocks(blocks=24, windows=[window("00:00", "24:00")])
    start = plan(fixed("00:00"), on)[0].scheduled_at
    length = timedelta(hours=hours) / 24

    prompts = plan(scheme, on)

    for index, prompt in enumerate(prompts):
        begin = start + index * length
        assert begin - timedelta(minutes=1) < prompt.scheduled_at < begin + length


def test_order_and_gap_hold_in_the_night_the_clock_goes_back() -> None:
    scheme = random_in_blocks(blocks=4, windows=[window("01:00", "04:00")], min_gap_minutes=50)

    for participant in range(200):
        instants = [p.scheduled_at for p in plan(scheme, AUTUMN, participant=participant)]
        gaps = [later - earlier for earlier, later in pairwise(instants)]
        assert min(gaps) >= timedelta(minutes=50)


def test_both_passes_of_the_repeated_hour_get_prompts_flagged_as_fold() -> None:
    scheme = random_in_blocks(blocks=1, windows=[window("01:00", "04:00")])

    prompts = [plan(scheme, AUTUMN, participant=n)[0] for n in range(400)]

    folded = [prompt for prompt in prompts if prompt.dst == "fold"]
    assert {prompt.utc_offset_minutes for prompt in folded} == {60, 120}
    assert {prompt.scheduled_local.hour for prompt in folded} == {2}
    assert 2 not in {p.scheduled_local.hour for p in prompts if p not in folded}


def test_a_window_over_midnight_grows_with_the_clock_change_of_the_next_date() -> None:
    scheme = random_in_blocks(blocks=1, windows=[window("23:00", "04:00")])

    instants = [plan(scheme, date(2027, 10, 30), participant=n)[0].scheduled_at for n in range(600)]

    assert min(instants) >= datetime(2027, 10, 30, 21, 0, tzinfo=UTC)
    assert datetime(2027, 10, 31, 2, 0, tzinfo=UTC) < max(instants)
    assert max(instants) < datetime(2027, 10, 31, 3, 0, tzinfo=UTC)


def test_jitter_around_a_skipped_time_lies_on_both_sides_of_the_change() -> None:
    scheme = fixed("02:30", jitter_minutes=2)

    prompts = [plan(scheme, SPRING, participant=n)[0] for n in range(200)]

    minutes = {f"{prompt.scheduled_local:%H:%M}" for prompt in prompts}
    assert minutes == {"01:58", "01:59", "03:00", "03:01", "03:02"}
    assert {prompt.dst for prompt in prompts} == {"gap"}


def test_a_design_by_day_does_not_notice_the_clock_change_of_the_night() -> None:
    scheme = random_in_blocks(blocks=3, windows=[window("09:00", "21:00")], min_gap_minutes=60)

    before = [f"{p.scheduled_local:%H:%M}" for p in plan(scheme, date(2027, 3, 27), WARSAW)]
    after = [f"{p.scheduled_local:%H:%M}" for p in plan(scheme, SPRING, WARSAW)]

    assert before == after
