"""Why a design must not be launched."""

from collections.abc import Iterator
from datetime import date

from esmpress.sampling.checking import DAYS_OF_A_WEEK, MONDAY, SEED, UTC, infeasibilities
from esmpress.sampling.day import active_on
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.draws import last_study_day
from esmpress.sampling.malformed import name_schedule
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.posing import DAY
from esmpress.sampling.preview.remarks import Remark
from esmpress.sampling.wake_times import WakeTimes


def refusals(design: StudyDesign, wake: WakeTimes | None = None) -> list[str]:
    """Return the reasons, one sentence each that names the field to change; none if it can run."""
    silent = [one.sentence for one in never_asking(design) if one.refuses]
    return infeasibilities(design, wake) + silent


def never_asking(design: StudyDesign) -> Iterator[Remark]:
    """Yield a remark on each schedule that leaves some or all who start on a weekday unasked."""
    seen: set[str] = set()
    arms: list[str | None] = [one.name for one in design.arms] or [None]
    for arm in arms:
        for placed in design.path(arm):
            if placed.name not in seen and placed.scheme.asks_by_itself:
                seen.add(placed.name)
                yield from _unasked(placed, _first_dates(design))


def _first_dates(design: StudyDesign) -> list[date]:
    """A date of study day 1 for each weekday it can be."""
    if design.start_rule == "next_monday":
        return [MONDAY]
    first = design.start_date or MONDAY
    return [first + n * DAY for n in range(DAYS_OF_A_WEEK)]


def _unasked(placed: Placed, first_dates: list[date]) -> Iterator[Remark]:
    unasked = [on for on in first_dates if not _asks(placed, on)]
    who = f"{name_schedule(placed.name)}: weekdays: "
    if len(unasked) == len(first_dates):
        sentence = f"{who}it never asks; name weekdays that its days, windows and dates contain."
        yield Remark("weekdays", sentence, refuses=True)
    elif unasked:
        days = ", ".join(f"{on:%A}" for on in unasked)
        yield Remark(
            "weekdays", f"{who}whoever starts on {days} is never asked; add weekdays or days."
        )


def _asks(placed: Placed, start_date: date) -> bool:
    person = Person(1, UTC)
    return any(
        active_on(
            (placed,), start_date=start_date, on=start_date + n * DAY, person=person, seed=SEED
        )
        for n in range(placed.first_day - 1, last_study_day((placed,)))
    )
