"""Up to which instant everything that changed can be seen: nothing that is written then is hidden.

Rows say when they changed by the clock of the database, at the beginning of the statement that did
it (`changed_at`), and are seen when its transaction ends, which can be minutes later. Whoever asks
“what changed since I asked last” would never hear of such a row. So what a reader is given to ask
with next is not now, but the beginning of the oldest transaction that is open.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection

# A process says that its transaction begins a moment after it has looked at the clock.
_HORIZON = """
SELECT least(statement_timestamp(), min(xact_start)) - interval '5 seconds', statement_timestamp()
  FROM pg_stat_activity
 WHERE datname = current_database() AND backend_type = 'client backend'
   AND pid <> pg_backend_pid()
"""


def horizon() -> tuple[datetime, datetime]:
    """The instant, and what the clock of the database says; read before the rows are read.

    Reading transactions count, too, for they may write yet: while one is open, rows that changed
    since its beginning are told again. Other roles' transactions are not seen; none but the
    owner's migrations writes.
    """
    with connection.cursor() as cursor:
        cursor.execute(_HORIZON)
        known_until, now = cursor.fetchone()
    return known_until, now
