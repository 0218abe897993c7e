"""The sampler: 1.4 million prompts, and one day of one participant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from zoneinfo import ZoneInfo

from numpy.random import Generator, Philox

from benchmarks.measuring import CPU, Figure, between_floors, repeatedly
from esmpress.sampling.day import plan_date
from esmpress.sampling.many import plan_many
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.schemes import parse_scheme

PARTICIPANTS, DAYS, PROMPTS = 10_000, 14, 10
START = date(2027, 1, 11)
ZONE = ZoneInfo("Europe/Warsaw")
SEED = bytes(range(16))
DRAW_GOAL = 1.0
DAY_GOAL = 0.001
DAY_CALLS = 1000
SCHEME = {
    "kind": "random_in_blocks",
    "days": 366,
    "blocks": PROMPTS,
    "windows": [
        {
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "from": "07:30",
            "to": "22:30",
        }
    ],
    "min_gap_minutes": 30,
    "max_gap_minutes": 150,
    "response_window_minutes": 15,
}
PATH = (Placed(1, "moments", parse_scheme(SCHEME)),)


def draw() -> Iterator[Figure]:
    """Prompts of many participants on many days."""
    measured = between_floors(floor=_bare_numbers, product=_draw_all, clock=CPU)
    yield Figure(
        name="draw",
        what=f"{PARTICIPANTS * DAYS * PROMPTS:,} prompts drawn, CPU of one core",
        value=measured.product,
        unit="s",
        goal=f"<= {DRAW_GOAL} s",
        is_met=measured.product <= DRAW_GOAL,
        floor=measured.floor,
        ratio=measured.ratio,
    )


def one_day() -> Iterator[Figure]:
    """A day of one participant, after the first, which makes the tables."""
    _plan_one(0)
    seconds = repeatedly(_plan_one, DAY_CALLS)
    for share, value in (("median", median(seconds)), ("p95", seconds[DAY_CALLS * 95 // 100])):
        yield Figure(
            name="day",
            what=f"a day of one participant, CPU, {share} of {DAY_CALLS}",
            value=value * 1000,
            unit="ms",
            goal=f"< {DAY_GOAL * 1000:g} ms",
            is_met=value < DAY_GOAL,
        )


def _bare_numbers() -> object:
    return Generator(Philox(7)).random(PARTICIPANTS * DAYS * PROMPTS)


def _draw_all() -> int:
    people = [(number, START) for number in range(1, PARTICIPANTS + 1)]
    drawn = 0
    for day in range(DAYS):
        planned = plan_many(
            PATH,
            on=START + timedelta(days=day),
            people=people,
            time_zone=ZONE,
            wake=None,
            seed=SEED,
        )
        drawn += sum(batch.minutes.size for batch in planned.batches)
    assert drawn == PARTICIPANTS * DAYS * PROMPTS
    return drawn


def _plan_one(number: int) -> object:
    # A week at most between the first and the last, so that no clock change makes another shape.
    return plan_date(
        PATH,
        start_date=START,
        on=START + timedelta(days=number % 7),
        person=Person(number, ZONE),
        seed=SEED,
    )
