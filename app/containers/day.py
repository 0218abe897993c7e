"""One day of a study in the stack: what was planned, and what became of it."""

from __future__ import annotations

import json

from containers.stack import Stack
from faults.accounting import Account, Row, account
from faults.provider import LINK, Taken

PARTICIPANTS = 60


class Day:
    """One prompt for each participant, on a study day by which they are known again."""

    def __init__(self, stack: Stack, number: int) -> None:
        """Nothing is planned yet."""
        self._stack, self._number = stack, str(number)

    def plan(self) -> None:
        """All are due now."""
        self._inside("plan", self._number, str(PARTICIPANTS))

    def account(self, name: str) -> Account:
        """The count, once all is settled."""
        rows = [Row(*row) for row in json.loads(self._inside("settled", self._number))]
        ours = {row.public_id for row in rows}
        return account(name, rows, [mail for mail in self.mails() if mail.public_id in ours])

    def mails(self) -> list[Taken]:
        """All that the provider took, of this day or another."""
        return [
            Taken(one["id"], one["to"], one["substitutions"].get(LINK, ""), one["subject"])
            for one in self._stack.taken()
        ]

    def _inside(self, *order: str) -> str:
        return self._stack.run_inside("python", "-m", "containers.inside", *order)
