"""What expressions know of an item: the type of its answer and which answers are possible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["number", "boolean", "text", "date", "time", "set", "ranking"]

NAMES: dict[Type, str] = {
    "number": "a number",
    "boolean": "true or false",
    "text": "a text",
    "date": "a date",
    "time": "a time of day",
    "set": "a choice of several options",
    "ranking": "a ranking",
}


@dataclass(frozen=True, slots=True)
class Known:
    """An item as expressions see it. Only `type`, `parts` and `answerable` decide what is right.

    The other fields say which answers there can be. They are for finding conditions that can
    never be true, and may allow more than the item does, but never less: left out, they allow
    everything of the type. Not being answered is always possible.
    """

    type: Type | None = None
    """What the answer is; None if it has no value as a whole (matrix, affect grid, photo,
    information)."""
    parts: tuple[str, ...] = ()
    """Names after the point: rows of a matrix, `valence` and `arousal`. All parts are numbers."""
    answerable: bool = True
    """Whether it takes an answer at all: not so for information."""
    can_decline: bool = True
    """Whether “prefer not to say” is offered."""
    values: tuple[float, ...] | None = None
    """The values of the options: of number, set, ranking and parts."""
    lowest: float | str | None = None
    highest: float | str | None = None
    """The ends of the range, both included: numbers, or as answers are stored for date, time."""
    step: float | None = None
    """Numbers lie whole steps from `origin`, by their written digits; None: there are no steps."""
    origin: float = 0
    """For a slider its minimum, for whole numbers and decimals 0."""
    fewest: int = 1
    most: int | None = None
    """How many options a set or ranking holds if it is answered."""
    exclusive: frozenset[float] = frozenset()
    """The options of a set that are chosen alone."""
