"""Timings as a response keeps them: numbers in the order of the definition, without names.

Names would take more room than the numbers; the version of the response knows them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Computed
from esmpress.responses.models import Response
from esmpress.responses.timings import MOST_MS, Timings

NONE = -1
PER_ITEM, PER_PAGE, PER_INTERVAL = 4, 2, 2


@dataclass(frozen=True)
class Packed:
    """Four numbers for each item that is not computed, two for each page and each interval."""

    device: str = ""
    items: list[int] | None = None
    pages: list[int] | None = None
    hidden: list[int] | None = None


def timed_items(definition: Definition) -> list[str]:
    """The items that can be seen, in the order of the definition."""
    return [item.name for item in definition.items if not isinstance(item, Computed)]


def of_definition(timings: Timings, definition: Definition, *, until: int = MOST_MS) -> Timings:
    """Those of the items and pages there are, in the order of the definition."""
    pages = [page.name for page in definition.pages]
    return timings.known(items=timed_items(definition), pages=pages, until=until)


def pack(timings: Timings | None, definition: Definition) -> Packed:
    """The timings of a response to keep; nothing where a page told none."""
    if timings is None:
        return Packed()
    items: list[int] = []
    for name in timed_items(definition):
        one = timings.items.get(name, (None, None, None, None))
        items += [NONE if number is None else number for number in one]
    pages: list[int] = []
    for page in definition.pages:
        pages += timings.pages.get(page.name, (NONE, NONE))
    hidden = [at for interval in timings.hidden for at in interval]
    return Packed(timings.device or "", items, pages, hidden or None)


def timings_of(response: Response, definition: Definition) -> Timings | None:
    """What `pack` took, of those items and pages that were seen; None where nothing was kept."""
    if response.item_timings is None:
        return None
    by_item = zip(timed_items(definition), _groups(response.item_timings, PER_ITEM), strict=True)
    names = [page.name for page in definition.pages]
    by_page = zip(names, _groups(response.page_timings, PER_PAGE), strict=True)
    return Timings.model_validate(
        {
            "items": {
                name: [None if number == NONE else number for number in numbers]
                for name, numbers in by_item
                if numbers[0] != NONE
            },
            "pages": {name: numbers for name, numbers in by_page if numbers[0] != NONE},
            "hidden": _groups(response.hidden, PER_INTERVAL),
            "device": response.device or None,
        }
    )


def _groups(numbers: Sequence[int] | None, length: int) -> list[Sequence[int]]:
    numbers = numbers or ()
    return [numbers[at : at + length] for at in range(0, len(numbers), length)]
