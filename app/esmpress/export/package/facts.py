"""What the documents of a data package are made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from esmpress.delivery.cremas.counting import Counts
from esmpress.export.tables import Table


@dataclass(frozen=True)
class PackageFile:
    """A file of the package: where it stands, how many bytes, and their SHA-256 in hex digits.

    `table` names the table it holds, and `rows` counts its rows without the header; "" and None of
    a file that is no table.
    """

    path: str
    bytes: int
    sha256: str
    table: str = ""
    rows: int | None = None


@dataclass(frozen=True)
class Shape:
    """How large a study is: the days and beeps of a day are the most anybody had, events aside."""

    participants: int = 0
    prompts_of_one: int = 0
    days: int = 0
    beeps: int = 0


@dataclass(frozen=True)
class Steps:
    """The CREMAS figures of a participant, or of all; `reported` are events nobody asked for."""

    of: str
    counts: Counts
    reported: int = 0
    reported_completed: int = 0


@dataclass(frozen=True)
class PackageFacts:
    """A package whose data files are written, and the study they are of.

    `left_out` counts participants who wanted their answers left out. `notes` are sentences on what
    was changed or dropped on the way, as before data are shared.
    """

    slug: str
    name: str
    dataset_version: int
    made_at: datetime
    tables: tuple[Table, ...]
    files: tuple[PackageFile, ...]
    languages: tuple[str, ...] = ()
    time_zones: tuple[str, ...] = ()
    software: str = "ESMpress"
    shape: Shape = Shape()
    steps: tuple[Steps, ...] = ()
    left_out: int = 0
    notes: tuple[str, ...] = ()
