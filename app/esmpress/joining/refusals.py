"""Why somebody does not join."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal


class JoiningClosed(Exception):
    """Nobody can join the study now."""


class JoiningFull(Exception):
    """As many take part as can."""


class NotEligible(Exception):
    """The answers say that this person cannot join; nothing was stored."""


class JoinLinkExpired(Exception):
    """The link was not used in time."""


@dataclass(frozen=True)
class Misfit:
    """One field that does not fit, by its name, or a purpose by its."""

    item: str
    code: Literal[
        "unknown", "malformed", "needed", "no_room", "not_an_address", "required", "other_version"
    ]
    detail: str


class JoinRefused(Exception):
    """Some fields do not fit, and nothing was stored; `errors` names each."""

    def __init__(self, misfits: Iterable[Misfit]) -> None:
        """Keep what does not fit."""
        self.errors = tuple(misfits)
        super().__init__(", ".join(one.item for one in self.errors))
