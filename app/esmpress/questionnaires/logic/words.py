"""The words of the expression language, none of which can be the name of an item."""

from typing import Literal, get_args

Moment = Literal["day", "beep"]
Function = Literal[
    "answered",
    "declined",
    "count",
    "count_answered",
    "sum",
    "mean",
    "min",
    "max",
    "abs",
    "round",
    "length",
    "rank",
]

MOMENTS: frozenset[str] = frozenset(get_args(Moment))
KEYWORDS = frozenset({"and", "or", "not", "in"})
TRUTHS = {"true": True, "false": False}
# What asks for an answer to an earlier prompt; these two make nodes of their own.
EARLIER = frozenset({"previous", "earlier"})
FUNCTIONS: frozenset[str] = frozenset(get_args(Function)) | EARLIER
# Functions about whether there is an answer: what they are given is an item or a part.
ABOUT_ANSWERS = frozenset({"answered", "declined", "count_answered"})
# How many arguments a function takes: at least, at most (None: as many as are written).
ARITY: dict[str, tuple[int, int | None]] = {
    "answered": (1, 1),
    "declined": (1, 1),
    "count": (1, 1),
    "count_answered": (1, None),
    "sum": (1, None),
    "mean": (1, None),
    "min": (1, None),
    "max": (1, None),
    "abs": (1, 1),
    "round": (1, 2),
    "length": (1, 1),
    "rank": (2, 2),
    "previous": (1, 1),
    "earlier": (3, 3),
}
MOST_DECIMALS = 6
RESERVED = KEYWORDS | FUNCTIONS | MOMENTS | frozenset(TRUTHS) | {"missing"}
