"""What the DNS says to one question, and who is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """Whether there are records; `UNANSWERED` says nothing of them."""

    FOUND = "found"
    NO_RECORD = "no record of this kind"
    NO_NAME = "no such name"
    UNANSWERED = "not answered"


@dataclass(frozen=True)
class Answer:
    """One answer; texts of TXT records are joined, names are lower case without a last dot.

    A CNAME on the way was followed. `reason` says why there is no answer.
    """

    outcome: Outcome
    records: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_missing(self) -> bool:
        """Whether there surely is none: what SPF calls a void lookup."""
        return self.outcome in (Outcome.NO_RECORD, Outcome.NO_NAME)

    @property
    def is_unanswered(self) -> bool:
        """Whether nothing is known."""
        return self.outcome == Outcome.UNANSWERED


# Asks for the records of a name of one kind, like ("example.org", "MX"); never raises.
Ask = Callable[[str, str], Answer]
