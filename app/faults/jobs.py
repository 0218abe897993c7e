"""Looks at long work in the database of a stack under faults, past the product."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg

_JOB = """
SELECT state, attempts, said, file_size,
       coalesce((SELECT sum(length(data)) FROM jobs_piece WHERE job_id = job.id), 0)
  FROM jobs_job AS job ORDER BY id DESC LIMIT 1
"""
_FIRST_PIECE = """
INSERT INTO jobs_piece (job_id, role, number, data) SELECT max(id), 'result', 0, '' FROM jobs_job
"""
_END_LEASES = """
UPDATE jobs_job SET seen_at = seen_at - interval '1 hour' WHERE state = 'running'
"""


@dataclass(frozen=True)
class Job:
    """What the last job's row tells, and how many bytes of its file there are."""

    state: str
    attempts: int
    said: str
    file_size: int
    kept: int


class Jobs:
    """The jobs of the database at an address."""

    def __init__(self, url: str) -> None:
        """Nothing is read yet."""
        self._url = url

    def last(self) -> Job:
        """The job that was asked for last."""
        found = self._execute(_JOB)
        assert found is not None
        return Job(*found)

    def is_at_work(self) -> bool:
        """Whether the last job runs."""
        return self.last().state == "running"

    def is_over(self) -> bool:
        """Whether the last job has ended, in whatever way."""
        return self.last().state not in ("waiting", "running")

    def end_leases(self) -> None:
        """Let the time of all leases pass at once."""
        self._execute(_END_LEASES)

    @contextmanager
    def file_held(self) -> Iterator[None]:
        """While the block runs, whoever writes the file of the last job waits."""
        with psycopg.connect(self._url, connect_timeout=5) as connection:
            connection.execute(_FIRST_PIECE)
            yield
            connection.rollback()

    def _execute(self, statement: str) -> tuple[Any, ...] | None:
        with psycopg.connect(self._url, connect_timeout=5) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone() if cursor.description else None
