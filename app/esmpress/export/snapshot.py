"""One look at the database: what is read in it belongs together, whatever is written meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

# Nobody waits for an export as for a page; yet it does not hang for ever. Compiling pays for no
# statement of so many short expressions; a sort of a batch is to stay in memory.
_SETTINGS = """
SET LOCAL statement_timeout = '30min';
SET LOCAL idle_in_transaction_session_timeout = '30min';
SET LOCAL jit = off;
SET LOCAL work_mem = '32MB'
"""


@contextmanager
def snapshot() -> Iterator[None]:
    """A transaction that sees everything as it was at its first statement.

    Within a transaction that has begun already, each statement sees what that one lets it see.
    """
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            if is_first:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(_SETTINGS)
        yield
