from datetime import date

import pytest

from esmpress.sampling.feasibility import check_feasible, cut_date
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.schemes import parse_wake_times
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from tests.sampling.builders import WARSAW, fixed, random_in_blocks, window

WEEKEND = ("sat", "sun")
WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def refusal(scheme: SchemeFields, wake: WakeTimes | None = None) -> InfeasibleDesign:
    with pytest.raises(InfeasibleDesign) as caught:
        check_feasible(scheme, wake)
    return caught.value


def awake(start: str, end: str) -> WakeTimes:
    return parse_wake_times({"tue": {"from": start, "to": end}})


def test_a_gap_too_large_for_the_blocks_is_refused_with_the_first_block_that_fails() -> None:
    scheme = random_in_blocks(blocks=9, windows=[window("09:00", "21:00")], min_gap_minutes=90)

    problem = refusal(scheme)

    assert (problem.block, problem.limit) == (9, "min_gap")
    assert str(problem) == (
        "Block 9 (19:40-21:00) cannot hold a prompt on any day: with prompts at least 90 minutes "
        "apart (min_gap_minutes), it is over before its earliest possible prompt; lower "
        "min_gap_minutes, or have fewer or longer blocks."
    )


def test_one_minute_less_of_gap_makes_the_design_feasible() -> None:
    scheme = random_in_blocks(blocks=9, windows=[window("09:00", "21:00")], min_gap_minutes=89)

    check_feasible(scheme)


def test_a_maximum_gap_the_blocks_cannot_keep_is_refused() -> None:
    listed = [{"from": "08:00", "to": "09:00"}, {"from": "12:00", "to": "13:00"}]

    problem = refusal(random_in_blocks(blocks=listed, windows=None, max_gap_minutes=180))

    assert (problem.block, problem.limit) == (2, "max_gap")
    assert str(problem) == (
        "Block 2 (12:00-13:00) cannot hold a prompt on any day: it begins more than 180 minutes "
        "(max_gap_minutes) after the latest possible prompt before it; raise max_gap_minutes or "
        "move the blocks closer together."
    )


def test_a_maximum_gap_is_kept_by_the_last_minute_of_one_block_and_the_first_of_the_next() -> None:
    listed = [{"from": "08:00", "to": "09:00"}, {"from": "12:00", "to": "13:00"}]

    check_feasible(random_in_blocks(blocks=listed, windows=None, max_gap_minutes=181))


def test_fixed_times_closer_than_the_gap_are_refused() -> None:
    problem = refusal(fixed("10:00", "11:00", min_gap_minutes=61))

    assert str(problem).startswith("Time 2 (11:00) cannot hold a prompt on any day: ")
    assert str(problem).endswith("; lower min_gap_minutes or move the times apart.")


def test_a_window_that_is_too_short_only_at_the_weekend_is_refused_for_the_weekend() -> None:
    windows = [window("08:00", "20:00", WORKDAYS), window("10:00", "13:00", WEEKEND)]

    problem = refusal(random_in_blocks(windows=windows, min_gap_minutes=60))

    assert "cannot hold a prompt on sat, sun: " in str(problem)


def test_a_day_shortened_by_a_clock_change_is_refused_with_its_date() -> None:
    scheme = random_in_blocks(blocks=4, windows=[window("00:00", "04:00")], min_gap_minutes=79)
    check_feasible(scheme)

    with pytest.raises(InfeasibleDesign, match="on 2027-03-28 in Europe/Warsaw: "):
        cut_date(scheme, date(2027, 3, 28), WARSAW)


def test_margins_that_swallow_a_shortened_block_are_refused_with_the_clock_change() -> None:
    scheme = random_in_blocks(blocks=4, windows=[window("00:00", "04:00")], block_margin_minutes=25)

    with pytest.raises(InfeasibleDesign, match="the clock change leaves no minute of it"):
        cut_date(scheme, date(2027, 3, 28), WARSAW)


def test_plan_day_refuses_a_day_that_check_feasible_refuses() -> None:
    scheme = random_in_blocks(min_gap_minutes=145)

    with pytest.raises(InfeasibleDesign) as caught:
        cut_date(scheme, date(2027, 1, 4), WARSAW)

    assert caught.value.block == refusal(scheme).block == 6


@pytest.mark.parametrize(
    ("scheme", "wake", "expected"),
    [
        (
            fixed("09:00", "21:30", windows="participant"),
            ("07:00", "21:30"),
            "times: 21:30 is not inside the window 07:00-21:30 on tue.",
        ),
        (
            fixed("09:00", "21:30", jitter_minutes=20, windows="participant"),
            ("08:45", "23:00"),
            "times: 09:00 with its jitter of 20 minutes is not inside the window 08:45-23:00 "
            "on tue.",
        ),
        (
            random_in_blocks(blocks=100, windows="participant"),
            ("09:00", "10:30"),
            "blocks: there are more blocks than minutes in the day window on tue.",
        ),
        (
            random_in_blocks(blocks=6, block_margin_minutes=60, windows="participant"),
            ("09:00", "21:00"),
            "block_margin_minutes: 60 minutes at both ends leave nothing of a block of 120 minutes "
            "on tue.",
        ),
    ],
)
def test_what_the_own_day_has_no_room_for_is_refused_once_it_is_known(
    scheme: SchemeFields, wake: tuple[str, str], expected: str
) -> None:
    check_feasible(scheme)
    check_feasible(scheme, awake("05:00", "24:00"))

    problem = refusal(scheme, awake(*wake))

    assert str(problem) == expected


def test_a_gap_the_own_day_cannot_keep_is_refused_once_it_is_known() -> None:
    scheme = random_in_blocks(blocks=9, windows="participant", min_gap_minutes=90)
    check_feasible(scheme)
    check_feasible(scheme, awake("09:00", "21:01"))

    problem = refusal(scheme, awake("09:00", "21:00"))

    assert (problem.block, problem.limit) == (9, "min_gap")
    assert str(problem).startswith("Block 9 (19:40-21:00) cannot hold a prompt on tue: ")


def test_times_after_midnight_stand_in_the_own_day_that_reaches_them() -> None:
    scheme = fixed("22:00", "00:30", windows="participant")

    check_feasible(scheme, awake("10:00", "01:00"))

    assert str(refusal(scheme, awake("07:00", "23:00"))) == (
        "times: 00:30 stands after 22:00; list the times from early to late on tue."
    )


def test_the_blocks_of_an_unknown_own_day_cannot_be_cut() -> None:
    scheme = random_in_blocks(windows="participant")

    with pytest.raises(WakeTimesUnknown, match=r"^wake_times: "):
        cut_date(scheme, date(2027, 3, 28), WARSAW)


def test_an_excluded_date_and_a_weekday_left_out_have_no_blocks() -> None:
    scheme = random_in_blocks(excluded_dates=["2027-12-24"], weekdays=["fri", "sat"])

    friday, saturday, sunday = (
        cut_date(scheme, date(2027, 12, day), WARSAW) for day in (24, 25, 26)
    )

    assert (len(friday), len(saturday), len(sunday)) == (0, 6, 0)
