"""The accountant: every message that was planned, and what can be said of it.

It trusts nobody: what the ledger says is held against what the provider took.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from faults.provider import Taken

SHOWN = 5
SENT = frozenset({"accepted", "deferred", "delivered", "bounced", "dropped"})
NOT_SENT = frozenset({"not_sent", "failed"})
EXPLAINED = NOT_SENT | {"uncertain"}


class Row(NamedTuple):
    """A message that was due, with what the ledger knows; without a state it is not entered."""

    prompt: int
    participant: int
    public_id: str
    kind: str
    status: str
    reason: str

    @property
    def state(self) -> str:
        """The state and, where there is one, the reason."""
        return f"{self.status or 'not entered'}{f' ({self.reason})' if self.reason else ''}"


class RuleBroken(AssertionError):
    """Something was lost, sent twice, or is not what the ledger says."""


@dataclass(frozen=True)
class Account:
    """What became of the messages of one fault, or of all of them."""

    name: str
    planned: int
    sent: int
    explained: Counter[str]
    duplicates: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    contradictions: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        states = ", ".join(f"{count} {state}" for state, count in self.explained.most_common())
        verdict = f"duplicates {len(self.duplicates)}, lost {len(self.lost)}"
        if self.contradictions:
            verdict += f", contradictions {len(self.contradictions)}"
        total = self.explained.total()
        return (
            f"{self.name}: planned {self.planned} = sent {self.sent} + explained {total}"
            f"{f' [{states}]' if states else ''}; {verdict}"
        )

    def require(self, *, explained: Collection[str] = ()) -> None:
        """Raise RuleBroken unless all is well and only these states had to be explained."""
        faults = [
            *_some("sent twice", self.duplicates),
            *_some("lost", self.lost),
            *_some("not what the ledger says", self.contradictions),
            *_some("in a state this fault cannot explain", self._unexpected(explained)),
        ]
        if self.planned != self.sent + self.explained.total() + len(self.lost):
            faults.append("the sums do not agree")
        if faults:
            raise RuleBroken("\n  ".join([str(self), *faults]))

    def _unexpected(self, explained: Collection[str]) -> list[str]:
        return [
            f"{count} {state}"
            for state, count in self.explained.items()
            if not any(state.startswith(known) for known in explained)
        ]


def account(name: str, rows: Collection[Row], taken: Collection[Taken]) -> Account:
    """Count the rows, and hold each against what the provider took."""
    times = Counter(one.public_id for one in taken)
    explained = [row for row in rows if row.status in EXPLAINED]
    still_open = [row for row in rows if row.status not in SENT | EXPLAINED]
    return Account(
        name=name,
        planned=len(rows),
        sent=sum(row.status in SENT for row in rows),
        explained=Counter(row.state for row in explained),
        duplicates=[*_taken_twice(times), *_received_twice(taken), *_asked_twice(rows, times)],
        lost=[f"{_about(row)}: {row.state}" for row in still_open],
        contradictions=list(_contradictions(rows, times)),
    )


def _taken_twice(times: Counter[str]) -> Iterator[str]:
    """By the ledger's id."""
    return (
        f"{public_id} was taken {count} times" for public_id, count in times.items() if count > 1
    )


def _received_twice(taken: Iterable[Taken]) -> Iterator[str]:
    """By what a mailbox sees: the address, the link and the subject, whatever the ledger's id."""
    seen = Counter((one.address, one.link, one.subject) for one in taken)
    return (f"{who} got {subject!r} {n} times" for (who, _, subject), n in seen.items() if n > 1)


def _asked_twice(rows: Iterable[Row], times: Counter[str]) -> Iterator[str]:
    """By participant, prompt and kind: two rows of the ledger about one thing."""
    sent = Counter((r.participant, r.prompt, r.kind) for r in rows if times[r.public_id])
    return (
        f"participant {who}: prompt {what}, {kind}, {n} rows"
        for (who, what, kind), n in sent.items()
        if n > 1
    )


def _contradictions(rows: Iterable[Row], times: Counter[str]) -> Iterator[str]:
    known = set()
    for row in rows:
        known.add(row.public_id)
        took = times[row.public_id]
        if row.status in SENT and not took:
            yield f"{_about(row)}: {row.state}, but the provider never took it"
        if row.status in NOT_SENT and took:
            yield f"{_about(row)}: {row.state}, but the provider took it"
    for public_id in times.keys() - known:
        yield f"the provider took {public_id}, which is not in the ledger"


def _about(row: Row) -> str:
    return f"participant {row.participant}, prompt {row.prompt}, {row.kind or 'invitation'}"


def _some(what: str, cases: list[str]) -> list[str]:
    more = f" and {len(cases) - SHOWN} more" if len(cases) > SHOWN else ""
    return [f"{what}: {'; '.join(cases[:SHOWN])}{more}"] if cases else []
