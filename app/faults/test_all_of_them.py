"""Everything is counted once more when all faults are over: nothing may have changed since."""

from __future__ import annotations

from faults.accounting import Account, account
from faults.stack import Stack


def test_what_was_sent_or_explained_stays_so(stack: Stack, accounts: list[Account]) -> None:
    stack.settle()

    total = account("all of them", stack.ledger.rows(), stack.provider.taken())

    known = {state for one in accounts for state in one.explained}
    accounts.append(total)
    total.require(explained=known)
