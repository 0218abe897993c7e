"""One fault: the prompts it happens to, and the account of them afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from faults.accounting import Account, account
from faults.stack import PATIENCE_SECONDS, Stack


@dataclass
class Fault:
    """Plans prompts on study days of its own, by which it knows them again."""

    name: str
    days: Iterator[int]
    stack: Stack
    prompts: int
    accounts: list[Account]
    study_days: list[int] = field(default_factory=list)

    def plan(self, prompts: int | None = None, *, seconds: float = 0) -> None:
        """Plan prompts for so many seconds from now: as many as in this form, or so many.

        A second time, each participant is asked once more.
        """
        self.study_days.append(next(self.days))
        self.stack.ledger.plan(
            prompts or self.prompts,
            study_day=self.study_days[-1],
            scheduled_at=datetime.now(UTC) + timedelta(seconds=seconds),
        )

    def account(self, *explained: str, seconds: float = PATIENCE_SECONDS) -> Account:
        """Wait until all is settled and count; raises RuleBroken when a rule is broken.

        `explained`: the states, each perhaps with its reason, that this fault may leave behind.
        """
        try:
            self.stack.settle(seconds=seconds)
        finally:
            # What never settles is lost, and may have gone out again and again meanwhile.
            result = self.so_far()
            self.accounts.append(result)
            result.require(explained=explained)
        return result

    def so_far(self) -> Account:
        """The count at this moment."""
        rows = self.stack.ledger.rows(self.study_days)
        ours = {row.public_id for row in rows}
        taken = [one for one in self.stack.provider.taken() if one.public_id in ours]
        return account(self.name, rows, taken)

    def uncertain_and_taken(self) -> tuple[int, int]:
        """How many messages are uncertain, and how many of those the provider took."""
        rows = self.stack.ledger.rows(self.study_days)
        uncertain = {row.public_id for row in rows if row.status == "uncertain"}
        taken = {one.public_id for one in self.stack.provider.taken()}
        return len(uncertain), len(uncertain & taken)
