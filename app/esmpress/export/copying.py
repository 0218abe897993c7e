"""The rows of a table as CSV, made by PostgreSQL and passed on as they come."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass

from django.db import connection
from django.db.models import Count
from psycopg.sql import SQL, Composable

from esmpress.export import told
from esmpress.export.long_cells import long_cells
from esmpress.export.sources import People, Source
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

# Participants are taken together up to so many prompts: what is sorted at a time stays small, and
# so does what Python works out before.
BATCH = 5_000
BLOCK_BYTES = 128 * 1024
_COPY = SQL("COPY ({}) TO STDOUT (FORMAT csv)")
# Is told how many prompts are written; what it raises ends the table.
Passed = Callable[[int], object]


def untold(number: int) -> None:
    """Nobody wants to know."""
    del number


def rows_in(block: bytes) -> int:
    """How many rows are in a block of whole lines; a cell may hold line breaks of its own."""
    if b'"' not in block:
        return block.count(b"\n")
    with long_cells():
        return sum(1 for _ in csv.reader(io.StringIO(block.decode(), newline="")))


class Batches:
    """The participants of a study whose answers may be used, in their order, by batches."""

    def __init__(self, study: Study, *, only: Participant | None = None) -> None:
        """Read who there is, and how many prompts each has."""
        people = study.participants.filter(pk=only.pk) if only else study.participants.in_exports()
        counted = people.annotate(prompts_there=Count("prompts")).order_by("number")
        self._counts = list(counted.values_list("pk", "prompts_there"))
        self.people = frozenset(pk for pk, _ in self._counts)
        self.prompts = sum(count for _, count in self._counts)

    def __iter__(self) -> Iterator[tuple[People, int]]:
        """Keys, and how many prompts there are up to these."""
        keys: list[int] = []
        waiting = done = 0
        for pk, count in self._counts:
            if keys and waiting + count > BATCH:
                done += waiting
                yield keys, done
                keys, waiting = [], 0
            keys.append(pk)
            waiting += count
        yield keys, done + waiting


@dataclass
class RowCount:
    """How many rows were written, without the header."""

    rows: int = 0


def csv_of(
    source: Source,
    batches: Batches,
    *,
    guarded: bool = True,
    passed: Passed = untold,
    count: RowCount | None = None,
) -> Generator[bytes]:
    """The table in UTF-8, its header first, in blocks of whole lines; within a `snapshot`.

    Whoever stops early closes it before the snapshot ends: no statement, not even the end of the
    transaction, gets past a COPY under way.
    `guarded`: so that no spreadsheet runs a text as a formula.
    """
    count = count or RowCount()
    yield source.header
    told.make_room()
    for people, done in batches:
        source.before(people)
        yield from _copied(source.query(people, guarded=guarded), count)
        passed(done)
        if source.is_of_study:
            break


def _copied(query: Composable, count: RowCount) -> Generator[bytes]:
    """PostgreSQL sends a row at a time."""
    statement = _COPY.format(query)
    block = bytearray()
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for line in copy:
            block += line
            count.rows += 1
            if len(block) >= BLOCK_BYTES:
                yield bytes(block)
                block.clear()
    if block:
        yield bytes(block)
