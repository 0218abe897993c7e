"""How the double is to misbehave: told from Python or over its control address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, TypeVar

USUAL_EVENTS = ("processed", "delivered")

T = TypeVar("T", "Orders", "EventOrders")


class UnknownOrder(Exception):
    """Nobody can follow it: no such name, or a value of another type."""


@dataclass
class Orders:
    """What to do with requests, until told otherwise; `{}` means: be good.

    `requests`: for so many of them only (0: for all), `then`: the orders after them. `slow_seconds`
    passes before a request is looked at, `slow_answer_seconds` between taking it and saying so.
    `status` with `headers` and `raw_body` answers instead of looking, `raw_answer` is no HTTP at
    all. `refuse` refuses the rows of these addresses, each with its sentence.
    """

    requests: int = 0
    then: dict[str, Any] = field(default_factory=dict)
    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    raw_body: str | None = None
    raw_answer: str = ""
    slow_seconds: float = 0.0
    slow_answer_seconds: float = 0.0
    hang_up_before_accepting: bool = False
    hang_up_after_accepting: bool = False
    refuse: dict[str, str] = field(default_factory=dict)


@dataclass
class EventOrders:
    """What to do with events, until told otherwise.

    `usual` happens to each message, unless `by_address` says what happens to it (`["processed",
    "bounce"]`; `[]`: nothing). Each post is repeated `repeat` times; `reverse` posts the newest
    events first; `hold` keeps them until it is over.
    """

    usual: list[str] = field(default_factory=lambda: list(USUAL_EVENTS))
    by_address: dict[str, list[str]] = field(default_factory=dict)
    repeat: int = 0
    reverse: bool = False
    delay_seconds: float = 0.0
    hold: bool = False
    batch_size: int = 500


def read_orders(kind: type[T], values: Mapping[str, Any]) -> T:
    """Orders as they came over the control address; raises UnknownOrder."""
    blank = kind()
    known = {one.name: getattr(blank, one.name) for one in fields(blank)}
    for name, value in values.items():
        if name not in known:
            raise UnknownOrder(f"{name} is not one of {', '.join(known)}.")
        if not _fits(value, known[name]):
            raise UnknownOrder(f"{name} cannot be {value!r}.")
    if later := values.get("then"):
        read_orders(Orders, later)
    return kind(**values)


def _fits(value: object, usual: object) -> bool:
    if isinstance(usual, bool) or isinstance(value, bool):
        return isinstance(value, bool) and isinstance(usual, bool)
    if isinstance(usual, float):
        return isinstance(value, int | float)
    return isinstance(value, str if usual is None else type(usual))
