"""Timings a page tells of: whole milliseconds since the prompt was opened.

They never cost an answer: what is malformed is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import timedelta
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    OnErrorOmit,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

MILLISECOND = timedelta(milliseconds=1)
# What PostgreSQL's integer holds: 24 days.
MOST_MS = 2**31 - 1
MOST_HIDDEN = 50


def whole(value: object) -> int:
    """A number without its fraction, from 0 to what can be kept; raises ValueError."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("a number of milliseconds is needed")  # noqa: TRY004
    return int(min(max(value, 0), MOST_MS))


def _forgiving(otherwise: Callable[[], object]) -> WrapValidator:
    """Takes what does not fit for what there is `otherwise`."""

    def read(value: object, handler: ValidatorFunctionWrapHandler) -> Any:
        try:
            return handler(value)
        except ValidationError:
            return otherwise()

    return WrapValidator(read)


def _in_order(interval: tuple[int, int]) -> tuple[int, int]:
    if interval[1] < interval[0]:
        raise ValueError("it ends before it begins")
    return interval


def joined(intervals: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """The intervals in their order, those that touch as one; the first MOST_HIDDEN."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted(intervals):
        if found and begin <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((begin, end))
    return found[:MOST_HIDDEN]


Milliseconds = Annotated[int, BeforeValidator(whole)]
Device = Literal["phone", "tablet", "desktop"]
# First shown, first touched, last changed, number of changes.
ItemTiming = tuple[Milliseconds, Milliseconds | None, Milliseconds | None, Milliseconds]
# First shown, and how long it was shown in all.
PageTiming = tuple[Milliseconds, Milliseconds]
Interval = Annotated[tuple[Milliseconds, Milliseconds], AfterValidator(_in_order)]


class Timings(BaseModel):
    """When a participant saw and touched what; `hidden` is when the page was out of sight."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    items: Annotated[dict[str, OnErrorOmit[ItemTiming]], _forgiving(dict)] = Field(
        default_factory=dict
    )
    pages: Annotated[dict[str, OnErrorOmit[PageTiming]], _forgiving(dict)] = Field(
        default_factory=dict
    )
    hidden: Annotated[list[OnErrorOmit[Interval]], AfterValidator(joined), _forgiving(list)] = (
        Field(default_factory=list)
    )
    device: Annotated[Device | None, _forgiving(lambda: None)] = None

    def known(self, *, items: Iterable[str], pages: Iterable[str], until: int) -> Timings:
        """Those of these items and pages, in this order, none of them after `until`."""
        seen = {name: self.items[name] for name in items if name in self.items}
        turned = {name: self.pages[name] for name in pages if name in self.pages}
        return Timings(
            items={
                name: (min(shown, until), _by(until, touch), _by(until, last), changes)
                for name, (shown, touch, last, changes) in seen.items()
            },
            pages={
                name: (min(shown, until), min(length, until))
                for name, (shown, length) in turned.items()
            },
            hidden=[(begin, min(end, until)) for begin, end in self.hidden if begin < until],
            device=self.device,
        )

    def merged(self, later: Timings) -> Timings:
        """What both tell; whichever comes first, and however often, it comes to the same.

        But for the device, which is the one of `later`.
        """
        items = {**self.items, **later.items}
        for name in self.items.keys() & later.items.keys():
            one, other = self.items[name], later.items[name]
            items[name] = (
                min(one[0], other[0]),
                _least(one[1], other[1]),
                max((at for at in (one[2], other[2]) if at is not None), default=None),
                max(one[3], other[3]),
            )
        pages = {**self.pages, **later.pages}
        for name in self.pages.keys() & later.pages.keys():
            mine, theirs = self.pages[name], later.pages[name]
            pages[name] = min(mine[0], theirs[0]), max(mine[1], theirs[1])
        hidden = joined([*self.hidden, *later.hidden])
        return Timings(items=items, pages=pages, hidden=hidden, device=later.device or self.device)

    @property
    def first_touch(self) -> int | None:
        """When the first item was touched."""
        return min((one[1] for one in self.items.values() if one[1] is not None), default=None)


ForgivingTimings = Annotated[Timings | None, _forgiving(lambda: None)]


def _least(one: int | None, other: int | None) -> int | None:
    return min((at for at in (one, other) if at is not None), default=None)


def _by(until: int, at: int | None) -> int | None:
    return None if at is None else min(at, until)
