"""Who was asked when: the columns id, day, beep and counter, and instants where there are any."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from esmpress.exchange.openesm.metadata import Metadata
from esmpress.exchange.openesm.refusals import RefusedDataSet, at_line
from esmpress.exchange.openesm.table import Line, Table

ID, DAY, BEEP, COUNTER = "id", "day", "beep", "counter"
# What a day of a study can have here, and how long one can last.
MOST_BEEPS, MOST_DAYS = 60, 3660
# When a moment was planned, and when it was answered, by the names openESM gives them.
PLANNED, ANSWERED = ("scheduled", "issued"), ("response",)
COLUMNS = frozenset({ID, DAY, BEEP, COUNTER, *PLANNED, *ANSWERED})
_WHOLE = re.compile(r"(\d{1,6})(?:\.0+)?")
_FIRST, _WAKING = time(8, 0), timedelta(hours=14)


@dataclass(frozen=True)
class Occasion:
    """One moment of one participant; instants are wall clock times, None where nobody noted one."""

    line: Line
    who: str
    day: int
    beep: int
    planned: datetime | None
    answered: datetime | None


def occasions_of(table: Table, metadata: Metadata) -> list[Occasion]:
    """Every line as a moment; raises RefusedDataSet naming each line without, or with another's."""
    _check_columns(table, metadata)
    faults: list[str] = []
    found: dict[tuple[str, int, int], Occasion] = {}
    counted: Counter[tuple[str, int]] = Counter()
    for line in table.lines:
        try:
            one = _occasion(line, table, metadata, counted)
        except ValueError as error:
            faults.append(at_line(line.number, str(error)))
            continue
        other = found.setdefault((one.who, one.day, one.beep), one)
        if other is not one:
            where = f"participant {one.who}, day {one.day}, beep {one.beep}"
            faults.append(at_line(line.number, f"{where} is in line {other.line.number} already."))
    if faults:
        raise RefusedDataSet(faults)
    if not found:
        raise RefusedDataSet(["The table has no moments."])
    return list(found.values())


def made_up(day: int, beep: int, *, first: date, beeps: int, zone: ZoneInfo) -> datetime:
    """A moment where none was noted: the beeps of a day evenly from 8:00 to 22:00."""
    after = (beep - 1) * (_WAKING // beeps)
    return datetime.combine(first + timedelta(days=day - 1), _FIRST, zone) + after


def times_of_day(beeps: int) -> list[str]:
    """The same moments as a schedule has them, to the minute."""
    minutes = int(_WAKING.total_seconds()) // 60 // beeps
    starts = (8 * 60 + place * minutes for place in range(beeps))
    return [f"{start // 60:02d}:{start % 60:02d}" for start in starts]


def _check_columns(table: Table, metadata: Metadata) -> None:
    if ID not in table.columns:
        raise RefusedDataSet([at_line(1, f"there is no column “{ID}”.")])
    by_counter = COUNTER in table.columns and metadata.beeps_a_day is not None
    if DAY not in table.columns and not by_counter:
        needed = f"“{DAY}”, or “{COUNTER}” with one number of beeps a day in the metadata"
        raise RefusedDataSet([at_line(1, f"there is no column {needed}.")])


def _occasion(
    line: Line, table: Table, metadata: Metadata, counted: Counter[tuple[str, int]]
) -> Occasion:
    """The moment of a line; raises ValueError with a sentence."""
    who = line.cells.get(ID)
    if who is None:
        raise ValueError(f"“{ID}” is missing.")
    if DAY in table.columns:
        day = _whole(line, DAY, most=MOST_DAYS)
        counted[who, day] += 1
        named = BEEP in table.columns
        beep = _whole(line, BEEP, most=MOST_BEEPS) if named else counted[who, day]
    else:
        beeps = metadata.beeps_a_day or 1
        place = _whole(line, COUNTER, most=MOST_DAYS * beeps) - 1
        day, beep = place // beeps + 1, place % beeps + 1
    planned, answered = (_first(line, names) for names in (PLANNED, ANSWERED))
    return Occasion(line, who, day, beep, planned, answered)


def _whole(line: Line, column: str, *, most: int) -> int:
    cell = line.cells.get(column, "")
    match = _WHOLE.fullmatch(cell)
    if match is None or not 1 <= int(match[1]) <= most:
        raise ValueError(f"“{column}” is a whole number from 1 to {most}, not “{cell[:20]}”.")
    return int(match[1])


def _first(line: Line, names: tuple[str, ...]) -> datetime | None:
    return next(_instants(line, names), None)


def _instants(line: Line, names: tuple[str, ...]) -> Iterator[datetime]:
    for name in names:
        if name in line.cells:
            try:
                # openESM keeps wall clock times; some files end them with a Z all the same.
                yield datetime.fromisoformat(line.cells[name]).replace(tzinfo=None)
            except ValueError as error:
                shown = line.cells[name][:30]
                raise ValueError(
                    f"“{name}” is an instant like 2021-03-01 10:00:00, not “{shown}”."
                ) from error
