"""Looks into the database of a stack under faults, past the product."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from benchmarks.statements import PROMPTS
from faults.accounting import Row

WINDOW = timedelta(minutes=30)

# A prompt that ended before anything was entered about it is explained by its own state.
_ROWS = """
SELECT prompt.id, participant.number, coalesce(row.public_id::text, ''), coalesce(row.kind, ''),
       coalesce(row.status, CASE prompt.status WHEN 'not_sent' THEN 'not_sent' ELSE '' END),
       coalesce(row.reason, prompt.status_reason)
  FROM prompts_prompt AS prompt
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  LEFT JOIN delivery_notification AS row ON row.prompt_id = prompt.id AND row.planned_at <= %(now)s
 WHERE prompt.scheduled_at <= %(now)s
   AND (%(study_days)s::int[] IS NULL OR prompt.study_day = ANY(%(study_days)s))
"""
_WAITING = """
SELECT (SELECT count(*) FROM delivery_notification
         WHERE status IN ('planned', 'due') AND planned_at <= %(now)s
            OR status IN ('claimed', 'handed_over'))
     + (SELECT count(*) FROM prompts_prompt AS prompt
         WHERE status = 'planned' AND scheduled_at <= %(now)s
           AND NOT EXISTS (SELECT FROM delivery_notification WHERE prompt_id = prompt.id))
"""
_LEASED = """
SELECT id, status, claimed_at FROM delivery_notification WHERE status IN ('claimed', 'handed_over')
 ORDER BY id
"""
_BLOCKED = """
SELECT count(*) FROM pg_stat_activity
 WHERE wait_event_type = 'Lock' AND datname = current_database()
"""
_CUT_BLOCKED = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
 WHERE wait_event_type = 'Lock' AND datname = current_database()
"""


class Ledger:
    """The database at an address, by a new connection for each look: the server may be new."""

    def __init__(self, url: str) -> None:
        self.url = url

    def rows(self, study_days: Sequence[int] | None = None) -> list[Row]:
        """The messages that were to go out by now, of some study days or of all."""
        with self._connection() as connection:
            values = {"now": datetime.now(UTC), "study_days": study_days}
            return [Row(*row) for row in connection.execute(_ROWS, values)]

    def plan(self, prompts: int, *, study_day: int, scheduled_at: datetime) -> None:
        """Plan so many prompts of the study, each of another participant, for one instant."""
        values = {
            "study": self._count("SELECT id FROM studies_study"),
            "count": prompts,
            "study_day": study_day,
            "scheduled_at": scheduled_at,
            "open_until": scheduled_at + WINDOW,
        }
        with self._connection() as connection:
            connection.execute(PROMPTS, values)

    def waiting(self) -> int:
        """How many messages that were to go out by now have no final state yet."""
        return self._count(_WAITING, now=datetime.now(UTC))

    def count(self, status: str) -> int:
        """How many messages are in a state."""
        statement = "SELECT count(*) FROM delivery_notification WHERE status = %(status)s"
        return self._count(statement, status=status)

    def leased(self) -> list[tuple[Any, ...]]:
        """What some worker, dead or alive, holds."""
        with self._connection() as connection:
            return connection.execute(_LEASED).fetchall()

    def end_leases(self) -> None:
        """Let the time of all leases pass at once."""
        statement = "UPDATE delivery_notification SET lease_until = %s WHERE lease_until > %s"
        with self._connection() as connection:
            passed = datetime.now(UTC) - timedelta(seconds=1)
            connection.execute(statement, (passed, passed))

    @contextmanager
    def prompts_held(self, study_days: Sequence[int]) -> Iterator[None]:
        """While the block runs, whoever writes to a prompt of the days waits.

        Reading them and entering their messages goes on.
        """
        statement = "SELECT id FROM prompts_prompt WHERE study_day = ANY(%s) FOR NO KEY UPDATE"
        with self._connection() as connection:
            connection.execute(statement, (list(study_days),))
            yield
            connection.rollback()

    def is_blocked(self) -> bool:
        """Whether one of the server's sessions waits for a lock."""
        return self._count(_BLOCKED) > 0

    def cut_blocked(self) -> int:
        """End the sessions that wait for a lock, before their statement is carried out; how many.

        The server would carry it out although the process behind it is dead.
        """
        return self._count(_CUT_BLOCKED)

    def _count(self, statement: str, **values: object) -> int:
        with self._connection() as connection:
            found = connection.execute(statement, values).fetchone()
        assert found is not None
        return int(found[0])

    def _connection(self) -> psycopg.Connection[tuple[Any, ...]]:
        return psycopg.connect(self.url, connect_timeout=5)
