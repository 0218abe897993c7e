from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.sampling.day import plan_date
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.schemes import parse_scheme
from tests.sampling.builders import (
    KOLKATA,
    SEED,
    WARSAW,
    blocks_json,
    fixed,
    local_times,
    plan,
    random_in_blocks,
    window,
)

MONDAY = date(2027, 1, 4)
FIVE_MINUTES_AROUND_NINE = [f"08:{m}" for m in range(55, 60)] + [f"09:0{m}" for m in range(6)]
ZONES = ["Europe/Warsaw", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]
DAYS = st.sampled_from(
    [
        date(2027, 3, 14),
        date(2027, 3, 27),
        date(2027, 3, 28),
        date(2027, 4, 3),
        date(2027, 4, 4),
        date(2027, 10, 3),
        date(2027, 10, 30),
        date(2027, 10, 31),
        date(2027, 11, 7),
    ]
)


@st.composite
def schemes_json(draw: st.DrawFn) -> dict[str, Any]:
    start, hours = draw(st.integers(0, 23)), draw(st.integers(6, 23))
    blocks = draw(st.integers(1, 6))
    return blocks_json(
        blocks=blocks,
        windows=[window(f"{start:02}:00", f"{(start + hours) % 24:02}:00")],
        block_margin_minutes=draw(st.integers(0, 15)),
        min_gap_minutes=draw(st.integers(0, 45)),
    )


def gaps(prompts: list[PlannedPrompt]) -> list[timedelta]:
    return [later.scheduled_at - earlier.scheduled_at for earlier, later in pairwise(prompts)]


@settings(deadline=None, max_examples=200)
@given(schemes_json(), DAYS, st.sampled_from(ZONES), st.integers(1, 10**6))
def test_every_day_has_one_prompt_per_block_with_the_gap_in_elapsed_time(
    data: dict[str, Any], on: date, zone: str, participant: int
) -> None:
    prompts = plan(parse_scheme(data), on, ZoneInfo(zone), participant=participant)

    start = edge(on, data["windows"][0]["from"], ZoneInfo(zone))
    stop = edge(on, data["windows"][0]["to"], ZoneInfo(zone))
    stop = (
        stop if stop > start else edge(on + timedelta(1), data["windows"][0]["to"], ZoneInfo(zone))
    )
    length = (stop - start) / data["blocks"]
    margin = timedelta(minutes=data["block_margin_minutes"])
    rounding = timedelta(minutes=1)
    for index, prompt in enumerate(prompts):
        begin = start + index * length
        assert begin + margin - rounding < prompt.scheduled_at < begin + length - margin
    assert [prompt.beep for prompt in prompts] == list(range(1, data["blocks"] + 1))
    assert all(gap >= timedelta(minutes=max(1, data["min_gap_minutes"])) for gap in gaps(prompts))


def edge(on: date, wall: str, zone: ZoneInfo) -> datetime:
    """Return the first instant at which the clocks show this time or a later one."""
    instant = datetime(on.year, on.month, on.day, tzinfo=UTC) - timedelta(hours=15)
    wanted = datetime.fromisoformat(f"{on} {wall}")
    while instant.astimezone(zone).replace(tzinfo=None) < wanted:
        instant += timedelta(minutes=30)
    return instant


@settings(deadline=None)
@given(schemes_json(), DAYS, st.sampled_from(ZONES), st.integers(1, 400))
def test_the_same_input_gives_the_same_prompts_in_any_order_of_days(
    data: dict[str, Any], on: date, zone: str, study_day: int
) -> None:
    scheme, time_zone = parse_scheme(data), ZoneInfo(zone)
    alone = plan(scheme, on, time_zone, study_day=study_day)

    for other in (study_day + 1, 1, study_day):
        again = plan(scheme, on, time_zone, study_day=other)

    assert again == alone


@settings(deadline=None)
@given(st.sampled_from(ZONES), DAYS, st.integers(0, 1439))
def test_each_prompt_states_its_instant_local_time_and_offset_consistently(
    zone: str, on: date, minute: int
) -> None:
    scheme = fixed(f"{minute // 60:02}:{minute % 60:02}", response_window_minutes=45)

    (prompt,) = plan(scheme, on, ZoneInfo(zone))

    offset = timedelta(minutes=prompt.utc_offset_minutes)
    assert prompt.scheduled_at.tzinfo is UTC
    assert prompt.scheduled_local == prompt.scheduled_at.replace(tzinfo=None) + offset
    assert prompt.open_until - prompt.scheduled_at == timedelta(minutes=45)


def test_fixed_times_without_jitter_are_exact() -> None:
    prompts = plan(fixed("09:00", "15:30"), MONDAY)

    assert local_times(prompts) == ["01-04 09:00", "01-04 15:30"]


def test_jitter_reaches_both_ends_and_no_further() -> None:
    scheme = fixed("09:00", jitter_minutes=5)

    times = {local_times(plan(scheme, MONDAY, participant=n))[0] for n in range(300)}

    assert times == {f"01-04 {clock}" for clock in FIVE_MINUTES_AROUND_NINE}


def test_jittered_times_keep_the_minimum_gap() -> None:
    scheme = fixed("09:00", "10:00", jitter_minutes=30, min_gap_minutes=55)

    drawn = [gaps(plan(scheme, MONDAY, participant=n))[0] for n in range(300)]

    assert min(drawn) == timedelta(minutes=55)


def test_jittered_times_never_share_a_minute() -> None:
    scheme = fixed("09:00", "09:01", jitter_minutes=2)

    drawn = [gaps(plan(scheme, MONDAY, participant=n))[0] for n in range(300)]

    assert min(drawn) == timedelta(minutes=1)


def test_a_weekday_without_a_window_has_no_prompts() -> None:
    scheme = random_in_blocks(windows=[window("08:00", "20:00", ("mon",))])

    assert len(plan(scheme, MONDAY)) == 6
    assert plan(scheme, MONDAY + timedelta(1)) == []


@pytest.mark.parametrize(("study_day", "count"), [(0, 0), (1, 6), (7, 6), (8, 0)])
def test_only_the_days_of_the_scheme_have_prompts(study_day: int, count: int) -> None:
    prompts = plan(random_in_blocks(days=7), MONDAY, study_day=study_day)

    assert len(prompts) == count


def test_a_window_over_midnight_belongs_to_the_day_it_starts_on() -> None:
    scheme = random_in_blocks(blocks=2, windows=[window("22:00", "02:00", ("mon",))])

    prompts = plan(scheme, MONDAY)

    assert [prompt.scheduled_local.date() for prompt in prompts] == [MONDAY, date(2027, 1, 5)]
    assert plan(scheme, MONDAY + timedelta(1)) == []


def test_a_fixed_time_after_midnight_belongs_to_the_window_before_it() -> None:
    scheme = fixed("23:00", "01:00", windows=[window("22:00", "02:00", ("mon",))])

    assert local_times(plan(scheme, MONDAY)) == ["01-04 23:00", "01-05 01:00"]


def test_a_window_that_ends_at_24_reaches_the_last_minute_of_the_day() -> None:
    scheme = random_in_blocks(blocks=1, windows=[window("23:55", "24:00")])

    times = {local_times(plan(scheme, MONDAY, participant=n))[0] for n in range(100)}

    assert times == {f"01-04 23:{minute}" for minute in range(55, 60)}


def test_margins_trim_both_ends_of_a_listed_block() -> None:
    listed = [{"from": "09:00", "to": "09:10"}]
    scheme = random_in_blocks(blocks=listed, block_margin_minutes=3)

    times = {local_times(plan(scheme, MONDAY, participant=n))[0] for n in range(100)}

    assert times == {f"01-04 09:0{minute}" for minute in range(3, 7)}


def test_india_has_half_hour_offsets_and_no_clock_changes() -> None:
    (prompt,) = plan(fixed("08:15"), date(2027, 3, 28), KOLKATA)

    assert prompt.scheduled_at == datetime(2027, 3, 28, 2, 45, tzinfo=UTC)
    assert (prompt.utc_offset_minutes, prompt.dst) == (330, "")


@pytest.mark.parametrize("other", [{"seed": b"x"}, {"schedule": 2}, {"participant": 2}])
def test_another_seed_schedule_or_participant_gives_another_day(other: dict[str, Any]) -> None:
    scheme = random_in_blocks()

    assert plan(scheme, MONDAY, **other) != plan(scheme, MONDAY)


def test_an_unknown_algorithm_is_refused() -> None:
    with pytest.raises(ValueError, match="sampling algorithm 2 is unknown"):
        plan_date(
            [],
            start_date=MONDAY,
            on=MONDAY,
            person=Person(1, WARSAW),
            seed=SEED,
            algorithm=2,
        )
