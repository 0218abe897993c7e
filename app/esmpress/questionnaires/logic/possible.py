"""Answers that stand for all possible ones: no condition can tell the others from these.

Where values have an order and are only compared with constants, the lowest value, each constant
and what follows it will do: constants cut the range into pieces, and each piece that is not
empty begins with one of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations, permutations

from esmpress.questionnaires.logic.known import Known
from esmpress.questionnaires.logic.tree import LARGEST
from esmpress.questionnaires.logic.uses import Use

# More answers to one item than this are not tried one by one.
MOST_ANSWERS = 5000
MOST_OPTIONS = 12
_LAST_MINUTE = 24 * 60 - 1


def possible_answers(known: Known, use: Use) -> list[object] | None:
    """Return stored answers that stand for every answer there can be, or None if too many.

    They may hold answers that are not possible; to leave one out would be wrong.
    """
    if known.type is None:
        return [{}]
    return _BY_TYPE[known.type](known, use)


def _numbers(known: Known, use: Use) -> list[object] | None:
    if known.values is not None:
        return list(known.values)
    constants = [constant for constant in use.constants if isinstance(constant, int | float)]
    if known.step is not None:
        return _on_steps(known, known.step, constants, needs_all=use.needs_all)
    if use.needs_all:
        return None
    lowest, highest = _number(known.lowest, -LARGEST), _number(known.highest, LARGEST)
    following = [math.nextafter(constant, math.inf) for constant in constants]
    found = {lowest, *constants, *following}
    return [value for value in sorted(found) if lowest <= value <= highest]


def _on_steps(
    known: Known, step: float, constants: Iterable[float], *, needs_all: bool
) -> list[object] | None:
    origin, width = _exact(known.origin), _exact(step)
    first = math.ceil((_exact(_number(known.lowest, -LARGEST)) - origin) / width)
    last = math.floor((_exact(_number(known.highest, LARGEST)) - origin) / width)
    if needs_all and last - first >= MOST_ANSWERS:
        return None
    if needs_all:
        places: Iterable[int] = range(first, last + 1)
    else:
        at = [(_exact(constant) - origin) / width for constant in constants]
        found = {first, *(math.floor(place) + more for place in at for more in (0, 1))}
        places = sorted(place for place in found if first <= place <= last)
    return [float(origin + place * width) for place in places]


def _exact(number: float) -> Fraction:
    # By the digits that are written, as answers are checked.
    return Fraction(repr(number))


def _number(end: float | str | None, otherwise: float) -> float:
    return end if isinstance(end, int | float) else otherwise


def _texts(use: Use) -> list[object] | None:
    constants = {constant for constant in use.constants if isinstance(constant, str)}
    other = "x" * (1 + max(map(len, constants), default=0))
    return None if use.needs_all else [*constants, other]


def _dates(known: Known, use: Use) -> list[object] | None:
    def following(constant: str) -> str:
        day = date.fromisoformat(constant)
        return constant if day == date.max else (day + timedelta(days=1)).isoformat()

    return _ordered(known, use, following, date.min.isoformat(), date.max.isoformat())


def _times(known: Known, use: Use) -> list[object] | None:
    def following(constant: str) -> str:
        hours, minutes = map(int, constant.split(":"))
        at = min(60 * hours + minutes + 1, _LAST_MINUTE)
        return f"{at // 60:02}:{at % 60:02}"

    return _ordered(known, use, following, "00:00", "23:59")


def _ordered(
    known: Known, use: Use, following: Callable[[str], str], first: str, last: str
) -> list[object] | None:
    if use.needs_all:
        return None
    lowest = known.lowest if isinstance(known.lowest, str) else first
    highest = known.highest if isinstance(known.highest, str) else last
    constants = [constant for constant in use.constants if isinstance(constant, str)]
    found = {lowest, *constants, *map(following, constants)}
    return [value for value in sorted(found) if lowest <= value <= highest]


def _sets(known: Known, use: Use) -> list[object] | None:
    looked_for = {constant for constant in use.constants if isinstance(constant, int | float)}
    if known.values is None:
        if use.needs_all:
            return None
        options, others = sorted(looked_for), [max(looked_for, default=0) + 1]
    else:
        options = [value for value in known.values if use.needs_all or value in looked_for]
        others = [value for value in known.values if value not in options]
    if len(options) > MOST_OPTIONS:
        return None
    return list(_choices(known, options, others))


def _choices(known: Known, options: list[float], others: list[float]) -> Iterator[list[float]]:
    """Yield what can be chosen of `options`, with and without any of `others`."""
    most = len(options) + len(others) if known.most is None else known.most
    for size in range(len(options) + 1):
        for chosen in combinations(options, size):
            for more in ([], others[:1]) if others else ([],):
                answer = [*chosen, *more]
                alone = len(answer) == 1 or not known.exclusive.intersection(chosen)
                can_be = size + (len(others) if more else 0)
                if answer and alone and len(answer) <= most and can_be >= known.fewest:
                    yield answer


def _rankings(known: Known, use: Use) -> list[object] | None:
    if not use.needs_all:
        return [[]]
    values = known.values
    if values is None:
        return None
    most = min(len(values), known.most or len(values))
    if sum(math.perm(len(values), places) for places in range(1, most + 1)) > MOST_ANSWERS:
        return None
    return [list(order) for places in range(1, most + 1) for order in permutations(values, places)]


_BY_TYPE: dict[str, Callable[[Known, Use], list[object] | None]] = {
    "number": _numbers,
    "boolean": lambda _known, _use: [True, False],
    "text": lambda _, use: _texts(use),
    "date": _dates,
    "time": _times,
    "set": _sets,
    "ranking": _rankings,
}
