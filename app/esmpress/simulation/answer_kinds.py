"""A plausible answer of each kind, from where somebody stands among all people."""

from __future__ import annotations

import math
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal

from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.items import (
    AffectGrid,
    Computed,
    Consent,
    Date,
    Duration,
    ImageChoice,
    Information,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    Number,
    Photo,
    Ranking,
    SingleChoice,
    Slider,
    Text,
    Time,
    YesNo,
)
from esmpress.questionnaires.items.moments import DAY_MINUTES
from esmpress.simulation.streams import quantile

# About where numbers lie that have no limits.
FREE_MEAN, FREE_SPREAD = 50.0, 15.0
PHRASES = ("at home", "at work", "with friends", "on the way", "nothing special", "a busy day")
# Days that have no limits.
FIRST_DAY, DAYS = date(2027, 1, 1), 365


def answer_at(item: Item, z: float) -> Answer | None:
    """The answer to an item of somebody who stands at `z` standard deviations.

    None where a simulation has none to give: what is only read or computed, and photos.
    """
    match item:
        case SingleChoice() | ImageChoice() | Likert():
            return item.options[_place(z, len(item.options))].value
        case YesNo():
            return z > 0
        case Consent():
            return True
        case Slider():
            return _on_slider(item, z)
        case Number():
            return _number(item, z)
        case AffectGrid():
            return {"valence": _on_grid(item, z), "arousal": _on_grid(item, -z / 2)}
        case Text():
            return PHRASES[_place(z, len(PHRASES))][: item.max_length].strip()
        case Information() | Computed() | Photo():
            return None
        case _:
            return _of_several_parts(item, z)


def _of_several_parts(
    item: MultipleChoice | Matrix | Ranking | Date | Time | Duration, z: float
) -> Answer:
    match item:
        case MultipleChoice():
            return _many(item, z)
        case Matrix():
            return {
                row.name: item.options[_row(item, z, n)].value for n, row in enumerate(item.rows)
            }
        case Ranking():
            values = [option.value for option in item.options]
            first = _place(z, len(values))
            return (values[first:] + values[:first])[: item.places]
        case Date():
            return _day(item, z)
        case Time():
            minutes = _place(z, DAY_MINUTES) // item.step_minutes * item.step_minutes
            return f"{minutes // 60:02d}:{minutes % 60:02d}"
        case Duration():
            steps = (item.max_minutes - item.min_minutes) // item.step_minutes
            return item.min_minutes + round(quantile(z) * steps) * item.step_minutes


def _place(z: float, count: int) -> int:
    return int(quantile(z) * count)


def _row(item: Matrix, z: float, n: int) -> int:
    """Rows of one matrix go together, each a little higher or lower."""
    return _place(z + 0.3 * (n % 3 - 1), len(item.options))


def _many(item: MultipleChoice, z: float) -> list[int]:
    """As many as may be, or are usual, beginning where somebody stands."""
    together = [option.value for option in item.options if not option.exclusive]
    if not together:
        return [item.options[_place(z, len(item.options))].value]
    most = min(item.max_chosen or len(together), len(together))
    least = min(item.min_chosen or 1, most)
    count = least + _place(-z, most - least + 1)
    first = _place(z, len(together))
    chosen = (together[first:] + together[:first])[:count]
    return [option.value for option in item.options if option.value in chosen]


def _on_grid(item: AffectGrid, z: float) -> int:
    return _place(z, item.size) - item.reach


def _day(item: Date, z: float) -> str:
    first = date.fromisoformat(item.earliest) if item.earliest else None
    last = date.fromisoformat(item.latest) if item.latest else None
    if first is None:
        first = last - timedelta(days=min(DAYS, (last - date.min).days)) if last else FIRST_DAY
    if last is None:
        last = first + timedelta(days=min(DAYS, (date.max - first).days))
    return (first + timedelta(days=_place(z, (last - first).days + 1))).isoformat()


def _on_slider(item: Slider, z: float) -> float:
    low, step = Decimal(str(item.min)), Decimal(str(item.step))
    steps = int((Decimal(str(item.max)) - low) / step)
    return float(low + round(quantile(z) * steps) * step)


def _number(item: Number, z: float) -> float:
    """Spread over the range where there is one, else about a limit or a middle."""
    if item.min is not None and item.max is not None:
        value = item.min + quantile(z) * (item.max - item.min)
    elif item.min is not None:
        value = item.min - FREE_SPREAD * math.log(1 - quantile(z))
    elif item.max is not None:
        value = item.max + FREE_SPREAD * math.log(quantile(z))
    else:
        value = FREE_MEAN + FREE_SPREAD * z
    low = item.min if item.min is not None else -math.inf
    high = item.max if item.max is not None else math.inf
    inside = min(max(round(value, item.decimals), low), high)
    return inside if item.step is None else _on_step(item, inside)


def _on_step(item: Number, value: float) -> float:
    """The nearest whole step at or below a value, but not below the minimum."""
    start, step = Decimal(str(item.min or 0)), Decimal(str(item.step))
    # Not with //, which cuts off towards zero.
    steps = ((Decimal(str(value)) - start) / step).to_integral_value(rounding=ROUND_FLOOR)
    return float(start + steps * step)
