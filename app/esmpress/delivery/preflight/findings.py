"""What a check found: a verdict, one sentence for researchers, one for operators, the records."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How it stands, the worst last; what could not be asked is amber, never green."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def severity(self) -> int:
        """0 for green, 2 for red."""
        return list(Verdict).index(self)


@dataclass(frozen=True)
class Finding:
    """One line of the list.

    `plain` is for a researcher, `operator` for who keeps the server and the domain; `found` are
    the records as they are, `publish` those to publish, each a whole line of a zone file.
    """

    check: str
    title: str
    verdict: Verdict
    plain: str
    operator: str = ""
    found: tuple[str, ...] = ()
    publish: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What `from_json` reads."""
        # In the language of who had it looked up.
        return asdict(self) | {"title": str(self.title)}

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Finding:
        """The finding that was stored."""
        given = {**stored, "verdict": Verdict(stored["verdict"])}
        return cls(**given | {name: tuple(stored[name]) for name in ("found", "publish")})


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The worst of some verdicts; green of none."""
    return max(verdicts, key=lambda verdict: verdict.severity, default=Verdict.GREEN)
