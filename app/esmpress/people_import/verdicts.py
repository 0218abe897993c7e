"""What is found out about one line before anybody is enrolled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from esmpress.participants.models import ImportLine

Verdict = ImportLine.Verdict


class Reason(StrEnum):
    """Why a line is doubtful or refused; the words are the console's."""

    NO_ADDRESS = "no_address"
    FORMULA = "formula"
    LINE_BREAK = "line_break"
    MANY_ADDRESSES = "many_addresses"
    BROKEN_ADDRESS = "broken_address"
    LONG_ADDRESS = "long_address"
    ENROLLED = "enrolled"
    WITHDRAWN = "withdrawn"
    UNKNOWN_ZONE = "unknown_zone"
    NO_STRATUM = "no_stratum"
    UNKNOWN_STRATUM = "unknown_stratum"
    BROKEN_HOURS = "broken_hours"
    NO_HOURS = "no_hours"
    UNFIT_HOURS = "unfit_hours"
    TWICE = "twice"
    TYPO = "typo"
    UNKNOWN_LANGUAGE = "unknown_language"
    MAIL_STOPPED = "mail_stopped"


DOUBTS = frozenset((Reason.TWICE, Reason.TYPO, Reason.UNKNOWN_LANGUAGE, Reason.MAIL_STOPPED))


@dataclass(frozen=True)
class Reading:
    """What a line says of a person, with the study's own where it says nothing."""

    email: str = ""
    language: str = ""
    time_zone: str = ""
    stratum: str = ""
    wake_times: Mapping[str, Any] | None = None
    reasons: tuple[Reason, ...] = field(default=())

    def but(self, *reasons: Reason) -> Reading:
        """The same with more reasons."""
        values = {**vars(self), "reasons": (*self.reasons, *reasons)}
        return Reading(**values)

    @property
    def verdict(self) -> str:
        """Good without a reason, doubtful with doubts alone, else refused."""
        return verdict_of(self.reasons)


def verdict_of(reasons: tuple[Reason, ...]) -> str:
    """Good without a reason, doubtful with doubts alone, else refused."""
    if not reasons:
        return Verdict.GOOD
    return Verdict.DOUBTFUL if DOUBTS.issuperset(reasons) else Verdict.REFUSED
