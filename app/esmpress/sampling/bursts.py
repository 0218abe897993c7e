"""Bursts: stretches of study days with prompts, with days of rest between them."""

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Self

from pydantic import Discriminator, Field, Tag, model_validator

from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.malformed import BRANCH, field_error
from esmpress.sampling.sampler import draw_days
from esmpress.sampling.streams import WORDS_PER_DAY, day_uniforms
from esmpress.sampling.tables import DayShape, InfeasibleDesign, Range, build_tables
from esmpress.sampling.wall_times import Frozen

# A study month is a twelfth of 365.25 days, 487/16 of a day.
MONTH, PARTS = 487, 16
# No schedule has this number, so bursts share their random numbers with no prompt.
BURST_SCHEDULE = 0
SATURDAY = 5

Days = Annotated[int, Field(strict=True, ge=1, le=366)]
DaysOrNone = Annotated[int, Field(strict=True, ge=0, le=366)]


class RegularBursts(Frozen):
    """Bursts that begin on day 1 and every so many days after it."""

    length_days: Days = Field(description="Days of a burst.")
    every_days: Days = Field(description="Days from the first of a burst to that of the next.")

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.length_days > self.every_days:
            raise field_error(
                "length_days", f"{self.length_days} is more than every_days, {self.every_days}"
            )
        return self


class MonthlyBursts(Frozen):
    """Bursts whose first days are drawn, so many in each study month, counted from day 1."""

    length_days: Days = Field(description="Days of a burst.")
    per_month: Annotated[int, Field(strict=True, ge=1, le=15)] = Field(
        description="Bursts in each study month of 30.4375 days."
    )
    min_days_between: DaysOrNone = Field(
        default=0,
        description="Days at least between the last of a burst and the first of the next.",
    )
    weekdays: DaysOrNone | None = Field(
        default=None, description="Days from Monday to Friday that each burst has."
    )
    weekend_days: DaysOrNone | None = Field(
        default=None, description="Saturdays and Sundays that each burst has."
    )

    @model_validator(mode="after")
    def _check_mix(self) -> Self:
        if (self.weekdays is None) != (self.weekend_days is None):
            missing = "weekdays" if self.weekdays is None else "weekend_days"
            raise field_error(
                missing, "weekdays and weekend_days go together; give both or neither"
            )
        if (
            self.weekdays is not None
            and self.weekdays + (self.weekend_days or 0) != self.length_days
        ):
            raise field_error(
                "length_days",
                f"{self.length_days} is not the sum of weekdays, {self.weekdays}, and "
                f"weekend_days, {self.weekend_days}",
            )
        return self

    def can_begin_on(self, weekday: int) -> bool:
        """Return whether a burst from this weekday on (Monday is 0) has the days it must have."""
        at_weekend = sum(
            (weekday + day) % len(WEEKDAYS) >= SATURDAY for day in range(self.length_days)
        )
        return self.weekend_days is None or at_weekend == self.weekend_days


def _form_of_bursts(value: Any) -> str:
    is_monthly = isinstance(value, MonthlyBursts) or (
        isinstance(value, dict) and "per_month" in value
    )
    return f"{BRANCH}monthly" if is_monthly else f"{BRANCH}regular"


Bursts = Annotated[
    Annotated[RegularBursts, Tag(f"{BRANCH}regular")]
    | Annotated[MonthlyBursts, Tag(f"{BRANCH}monthly")],
    Discriminator(_form_of_bursts),
]


@lru_cache(maxsize=4096)
def burst_days(
    bursts: RegularBursts | MonthlyBursts,
    *,
    days: int,
    first_date: date,
    seed: bytes,
    participant: int,
    first_day: int = 1,
    algorithm: int = 1,
) -> frozenset[int]:
    """Return the days, counted from 1 on `first_date`, that lie in a burst of the participant.

    `first_day` is the study day of that date. Schedules that begin on the same study day, with
    equal bursts and days, share them. Raises InfeasibleDesign.
    """
    if isinstance(bursts, RegularBursts):
        starts = list(range(1, days + 1, bursts.every_days))
    else:
        shape = _require_placement(bursts, days, first_date.weekday())
        uniforms = day_uniforms(
            seed,
            schedule=BURST_SCHEDULE,
            participant=participant,
            study_day=first_day - 1,
            algorithm=algorithm,
            count=len(shape.blocks),
        )
        starts = draw_days(shape, uniforms.reshape(1, -1))[0].tolist()
    return frozenset(start + day for start in starts for day in range(bursts.length_days))


def check_bursts(bursts: RegularBursts | MonthlyBursts, *, days: int) -> None:
    """Raise the error of bursts that do not suit the number of study days."""
    if isinstance(bursts, MonthlyBursts):
        if len(_months(days)) * bursts.per_month > WORDS_PER_DAY:
            raise field_error("bursts", f"they are more than {WORDS_PER_DAY} in {days} days")
        return
    last = range(1, days + 1, bursts.every_days)[-1]
    end = last + bursts.length_days - 1
    if end > days:
        raise field_error(
            "bursts",
            f"the one that begins on day {last} would end on day {end}, after days, {days}",
        )


def require_room(bursts: RegularBursts | MonthlyBursts, *, days: int) -> None:
    """Raise InfeasibleDesign if there is no placement for some weekday of the first day."""
    if isinstance(bursts, MonthlyBursts):
        for weekday in range(len(WEEKDAYS)):
            _require_placement(bursts, days, weekday)


@lru_cache(maxsize=128)
def _require_placement(bursts: MonthlyBursts, days: int, first_weekday: int) -> DayShape:
    months = _months(days)
    ranges = [
        (first, last - bursts.length_days + 2)
        for first, last in months
        for _ in range(bursts.per_month)
    ]
    shape = DayShape(
        tuple(ranges),
        min_gap=bursts.length_days + bursts.min_days_between,
        blocked=tuple(_unfit_days(bursts, days, first_weekday)),
    )
    try:
        build_tables(shape)
    except InfeasibleDesign as problem:
        month = (problem.block - 1) // bursts.per_month
        raise InfeasibleDesign(
            _refusal(bursts, month + 1, months[month], first_weekday),
            block=problem.block,
            limit=problem.limit,
        ) from None
    return shape


def _months(days: int) -> list[Range]:
    """The first and last day of each study month; the last month ends with the last day."""
    count = max(1, (2 * PARTS * days + MONTH) // (2 * MONTH))
    ends = [(2 * MONTH * month + PARTS) // (2 * PARTS) for month in range(1, count)]
    return list(zip([1, *(end + 1 for end in ends)], [*ends, days], strict=True))


def _unfit_days(bursts: MonthlyBursts, days: int, first_weekday: int) -> Iterator[Range]:
    for day in range(1, days + 1):
        if not bursts.can_begin_on((first_weekday + day - 1) % len(WEEKDAYS)):
            yield day, day + 1


def _refusal(bursts: MonthlyBursts, month: int, span: Range, first_weekday: int) -> str:
    mix = ""
    if bursts.weekdays is not None:
        mix = f" with {bursts.weekdays} weekdays and {bursts.weekend_days} weekend days each"
    return (
        f"bursts: study month {month} (days {span[0]} to {span[1]}) cannot hold {bursts.per_month} "
        f"of {bursts.length_days} days{mix}, {bursts.min_days_between} days apart at least, if day "
        f"1 is a {WEEKDAYS[first_weekday]}; lower per_month, length_days or "
        "min_days_between, or change days."
    )
