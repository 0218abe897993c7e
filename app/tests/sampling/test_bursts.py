from collections import Counter
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.sampling.bursts import MonthlyBursts, RegularBursts, burst_days
from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.schemes import parse_scheme
from esmpress.sampling.tables import InfeasibleDesign
from tests.sampling.builders import SEED, fixed_json, refusal_of
from tests.sampling.paths import path_of, plan_days

MONDAY = date(2027, 1, 4)


def monthly(**fields: Any) -> dict[str, Any]:
    return {"length_days": 4, "per_month": 2, "min_days_between": 7} | fields


def draw(
    *, days: int, participant: int = 1, first_date: date = MONDAY, **fields: Any
) -> frozenset[int]:
    return burst_days(
        MonthlyBursts.model_validate(monthly(**fields)),
        days=days,
        first_date=first_date,
        seed=SEED,
        participant=participant,
    )


def first_days(drawn: frozenset[int], length: int) -> list[int]:
    return sorted(drawn)[::length]


@pytest.mark.parametrize(
    ("length", "every", "days", "expected"),
    [
        (3, 10, 24, [1, 2, 3, 11, 12, 13, 21, 22, 23]),
        (1, 7, 8, [1, 8]),
        (2, 2, 4, [1, 2, 3, 4]),
    ],
)
def test_regular_bursts_begin_on_day_1_and_every_so_many_days(
    length: int, every: int, days: int, expected: list[int]
) -> None:
    bursts = RegularBursts(length_days=length, every_days=every)

    drawn = burst_days(bursts, days=days, first_date=MONDAY, seed=SEED, participant=1)

    assert sorted(drawn) == expected


def test_a_schedule_asks_on_the_days_of_its_bursts_only() -> None:
    bursts = {"length_days": 2, "every_days": 7}
    path = path_of(fixed_json(days=10, bursts=bursts, excluded_dates=["2027-01-12"]))

    days = plan_days(path, MONDAY, 14)

    assert [day.study_day for day in days if day.prompts] == [1, 2, 8]


def test_bursts_are_the_same_for_two_schedules_and_differ_between_participants() -> None:
    path = path_of(
        fixed_json(days=365, bursts=monthly()),
        fixed_json(days=365, bursts=monthly(), times=["20:00"]),
    )

    days = plan_days(path, MONDAY, 120)

    on = [[day.study_day for day in days if s in day.prompts] for s in (1, 2)]
    assert on[0] == on[1]
    assert len({draw(days=365, participant=n) for n in range(50)}) == 50


def test_every_placement_is_equally_likely() -> None:
    fields: dict[str, Any] = {"length_days": 2, "per_month": 2, "min_days_between": 1}
    placements = {(a, b) for a, b in combinations(range(1, 10), 2) if b - a >= 3}

    count = 300 * len(placements)
    drawn = Counter(
        tuple(first_days(draw(days=10, participant=n, **fields), 2)) for n in range(count)
    )

    assert set(drawn) == placements
    chi_square = sum((seen - 300) ** 2 / 300 for seen in drawn.values())
    freedom = len(placements) - 1
    assert chi_square < freedom + 4 * (2 * freedom) ** 0.5


@settings(deadline=None)
@given(
    st.integers(1, 13),
    st.integers(0, 12),
    st.dates(date(2027, 1, 1), date(2028, 12, 31)),
    st.integers(1, 10**6),
    st.sampled_from([(0, 2, 2), (7, 2, 2), (3, 3, 1), (0, 1, 2)]),
)
def test_each_study_month_has_its_bursts_far_enough_apart_with_their_mix(
    months: int, more: int, first_date: date, participant: int, mix: tuple[int, int, int]
) -> None:
    days = round(months * 30.4375) + more
    between, weekdays, weekend_days = mix
    length = weekdays + weekend_days
    fields: dict[str, Any] = {
        "weekdays": weekdays,
        "weekend_days": weekend_days,
        "length_days": length,
    }

    drawn = draw(
        days=days,
        first_date=first_date,
        participant=participant,
        per_month=2,
        min_days_between=between,
        **fields,
    )

    starts = first_days(drawn, length)
    edges = [round(month * 30.4375) for month in range(months)] + [days]
    for month, (before, last) in enumerate(pairwise(edges)):
        inside = starts[2 * month : 2 * month + 2]
        assert all(before < start and start + length - 1 <= last for start in inside)
    assert len(starts) == 2 * months
    assert all(later - earlier >= length + between for earlier, later in pairwise(starts))
    for start in starts:
        burst = [first_date + timedelta(days=start - 1 + day) for day in range(length)]
        assert sum(on.weekday() >= 5 for on in burst) == weekend_days


def test_the_same_participant_has_the_same_bursts_in_any_order() -> None:
    before = draw(days=365, participant=8)

    draw(days=365, participant=9)
    burst_days.cache_clear()

    assert draw(days=365, participant=8) == before


def test_the_first_and_last_day_of_a_month_can_be_in_a_burst() -> None:
    drawn = {day for n in range(400) for day in draw(days=61, participant=n, per_month=1)}

    assert drawn == set(range(1, 62))


def test_bursts_that_no_month_can_hold_are_refused_with_the_month() -> None:
    scheme = parse_scheme(
        fixed_json(
            days=365, bursts=monthly(per_month=3, min_days_between=10, weekdays=2, weekend_days=2)
        )
    )

    with pytest.raises(InfeasibleDesign) as caught:
        check_feasible(scheme)

    assert str(caught.value) == (
        "bursts: study month 1 (days 1 to 30) cannot hold 3 of 4 days with 2 weekdays and 2 "
        "weekend days each, 10 days apart at least, if day 1 is a mon; lower per_month, "
        "length_days or min_days_between, or change days."
    )


def test_a_mix_that_no_run_of_days_has_is_refused() -> None:
    scheme = parse_scheme(fixed_json(days=90, bursts=monthly(weekdays=1, weekend_days=3)))

    with pytest.raises(InfeasibleDesign, match=r"^bursts: study month 1 \(days 1 to 30\)"):
        check_feasible(scheme)


def test_bursts_that_only_some_first_weekday_rules_out_are_refused_with_it() -> None:
    weekend = {"length_days": 2, "per_month": 1, "weekdays": 0, "weekend_days": 2}

    check_feasible(parse_scheme(fixed_json(days=8, bursts=weekend)))

    with pytest.raises(InfeasibleDesign, match="if day 1 is a sun; "):
        check_feasible(parse_scheme(fixed_json(days=7, bursts=weekend)))


@pytest.mark.parametrize(
    ("bursts", "expected"),
    [
        (3, "bursts: write an object with named fields (not 3)."),
        ({"length_days": 4}, "bursts, every_days: this field is missing."),
        (
            {"length_days": 4, "every_days": 7, "per_month": 2},
            "bursts, every_days: there is no such field.",
        ),
        (
            {"length_days": 8, "every_days": 7},
            "bursts, length_days: 8 is more than every_days, 7.",
        ),
        (
            {"length_days": 4, "every_days": 14},
            "bursts: the one that begins on day 29 would end on day 32, after days, 30.",
        ),
        (monthly(per_month=0), "bursts, per_month: write at least 1 (not 0)."),
        (
            monthly(weekdays=2),
            "bursts, weekend_days: weekdays and weekend_days go together; give both or neither.",
        ),
        (
            monthly(weekend_days=2),
            "bursts, weekdays: weekdays and weekend_days go together; give both or neither.",
        ),
        (
            monthly(weekdays=2, weekend_days=1),
            "bursts, length_days: 4 is not the sum of weekdays, 2, and weekend_days, 1.",
        ),
        (monthly(min_days_between=-1), "bursts, min_days_between: write at least 0 (not -1)."),
    ],
)
def test_malformed_bursts_are_named(bursts: Any, expected: str) -> None:
    assert refusal_of(fixed_json(days=30, bursts=bursts)) == expected


def test_more_bursts_than_random_numbers_are_refused() -> None:
    sentence = refusal_of(fixed_json(days=3660, bursts=monthly()))

    assert sentence == "bursts: they are more than 128 in 3660 days."


@pytest.mark.parametrize(("days", "every"), [(32, 14), (28, 14), (4, 4), (8, 4)])
def test_whole_bursts_up_to_the_last_day_are_accepted(days: int, every: int) -> None:
    parse_scheme(fixed_json(days=days, bursts={"length_days": 4, "every_days": every}))
