"""Cells of the data in SQL: how instants, texts and answers are written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable, Literal

from esmpress.questionnaires.safe_cells import ESCAPED_STARTS

NOTHING = SQL("NULL")
_GUARDED = SQL("CASE WHEN ascii({0}) IN ({1}) THEN '''' || ({0}) ELSE {0} END")


@dataclass(frozen=True)
class Cell:
    """What stands in a column, as an expression.

    `safe` is the expression for CSV where people wrote the text themselves: no spreadsheet runs it
    as a formula.
    """

    sql: Composable
    safe: Composable | None = None

    @classmethod
    def free(cls, text: Composable) -> Cell:
        """Text that people wrote."""
        return cls(text, guarded_text(text))

    def written(self, *, guarded: bool) -> Composable:
        """The expression, as it is or `guarded` for CSV."""
        return self.safe if guarded and self.safe is not None else self.sql


def guarded_text(text: Composable) -> Composable:
    """What `safe_cell` does: an apostrophe before text that begins like a formula."""
    starts = SQL(", ").join(Literal(ord(one)) for one in ESCAPED_STARTS)
    return _GUARDED.format(text, starts)


@dataclass(frozen=True)
class Instants:
    """How instants are written, to the second: in UTC and on the wall clock of `zone`.

    `shift_days` is an expression: by how many days all instants of the row are moved, 0 for none.
    Wall clocks keep their hour. Whole weeks keep weekdays, too.
    """

    zone: Composable
    shift_days: Composable | None = None

    def utc(self, instant: Composable) -> Composable:
        """ISO 8601 with Z."""
        if self.shift_days is not None:
            instant = SQL("({} + {} * interval '24 hours')").format(instant, self.shift_days)
        return SQL("{} || 'Z'").format(_written(SQL("{} AT TIME ZONE 'UTC'").format(instant)))

    def local(self, instant: Composable) -> Composable:
        """ISO 8601 without an offset."""
        local = SQL("{} AT TIME ZONE {}").format(instant, self.zone)
        if self.shift_days is not None:
            local = SQL("({}) + {} * interval '1 day'").format(local, self.shift_days)
        return _written(local)

    def both(self, instant: Composable) -> tuple[Cell, Cell]:
        """The cells of an instant: UTC, local."""
        return Cell(self.utc(instant)), Cell(self.local(instant))

    def day(self, day: Composable) -> Composable:
        """A local date."""
        if self.shift_days is None:
            return day
        return SQL("({} + {} * interval '1 day')::date").format(day, self.shift_days)


def _written(clock: Composable) -> Composable:
    """A time of a wall clock as ISO 8601, which is how JSON writes it, cut to the second."""
    return SQL("left(to_jsonb({}) #>> '{{}}', 19)").format(clock)


def seconds_between(earlier: Composable, later: Composable) -> Composable:
    """How many seconds, to the millisecond; nothing where the later came first."""
    return SQL(
        "CASE WHEN {1} >= {0} THEN trim_scale(round(extract(epoch FROM {1} - {0}), 3)) END"
    ).format(earlier, later)


def participant_code(number: Composable) -> Composable:
    """`Participant.code`: P and at least four digits."""
    return SQL("'P' || lpad({0}::text, greatest(4, length({0}::text)), '0')").format(number)


def by_number(key: Composable, cells: Sequence[tuple[Sequence[int], Composable]]) -> Composable:
    """The expression that goes with the number in `key`; nothing for any other number."""
    if not cells:
        return NOTHING
    whens = [
        SQL("WHEN {} IN ({}) THEN {}").format(
            key, SQL(", ").join(Literal(one) for one in numbers), expression
        )
        for numbers, expression in cells
    ]
    return SQL("CASE {} END").format(SQL(" ").join(whens))
