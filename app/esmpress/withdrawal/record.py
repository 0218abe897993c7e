"""The record of leavings outside the database: a folder with a file for each line of the chain."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from esmpress.participants.leavings import digest


class RecordBroken(Exception):
    """The files are not the chain that was written; the sentence says where."""


@dataclass(frozen=True)
class Line:
    """One step of somebody's leaving, as it was kept."""

    seq: int
    participant: int
    enrolled_at: datetime
    act: str
    at: datetime
    before: str
    text: str


def read_record(folder: Path) -> list[Line]:
    """All lines in their order; raises RecordBroken when one is missing, changed or malformed."""
    lines = [_read(path) for path in sorted(folder.glob("*.json"))]
    _check_chain(lines)
    return lines


def _read(path: Path) -> Line:
    try:
        text = path.read_text()
        fields = json.loads(text)
        line = Line(
            seq=int(path.stem),
            participant=int(fields["participant"]),
            enrolled_at=datetime.fromisoformat(fields["enrolled_at"]),
            act=str(fields["act"]),
            at=datetime.fromisoformat(fields["at"]),
            before=str(fields["before"]),
            text=text,
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RecordBroken(f"{path.name} cannot be read as a line of the record.") from error
    if fields.get("seq") != line.seq:
        raise RecordBroken(f"{path.name} holds another line than its name says.")
    return line


def _check_chain(lines: Sequence[Line]) -> None:
    before = ""
    for place, line in enumerate(lines, start=1):
        if line.seq != place:
            raise RecordBroken(f"{place:012d}.json is missing: the record has a hole.")
        if line.before != before:
            raise RecordBroken(f"{line.seq:012d}.json does not follow the line before it.")
        before = digest(line.text)
