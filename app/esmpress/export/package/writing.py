"""Writes a study's whole data package: one look at the database, in bounded memory."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, cast

from esmpress.export.copying import Batches, RowCount, csv_of
from esmpress.export.long_cells import long_cells
from esmpress.export.package.describing import describe
from esmpress.export.package.design import design_files
from esmpress.export.package.fingerprint import fingerprint_of
from esmpress.export.package.gathering import gather_facts
from esmpress.export.package.members import Sink
from esmpress.export.package.sav import SavFile, write_sav
from esmpress.export.package.versions import version_of
from esmpress.export.parquet import write_parquet
from esmpress.export.prompts_table import Wanted
from esmpress.export.snapshot import snapshot
from esmpress.export.sources import Source
from esmpress.export.tables import file_name
from esmpress.export.tables_of import sources_of
from esmpress.studies.models import Study

CHECKSUMS = "CHECKSUMS.sha256"
# Of these, an SPSS file is made as well.
SPSS = ("prompts", "participants")
# Is told how much of how much is written; what it raises ends the package.
Progress = Callable[[int, int | None], object]


def unwatched(done: int, total: int | None = None) -> None:
    """Nobody wants to know."""
    del done, total


@dataclass(frozen=True)
class Sharing:
    """How a package differs that leaves the study: what is moved or left out, and says so."""

    wanted: Wanted
    notes: tuple[str, ...] = ()
    # Paths of files about the design that it does not have.
    left_out: frozenset[str] = frozenset()
    # Keeps a package that was cut short from being gone on with as another.
    mark: str = ""


@dataclass(frozen=True)
class Written:
    """A package that is whole: its number, the people in it, how many prompts it tells of."""

    dataset_version: int
    people: frozenset[int]
    prompts: int


def write_package(
    study: Study,
    sink: Sink,
    *,
    now: datetime,
    progress: Progress = unwatched,
    sharing: Sharing | None = None,
) -> Written:
    """Write every file into `sink`, which is still to be closed.

    Raises VersionTaken.
    """
    with snapshot():
        writer = _Writer(study, sink, progress, sharing.wanted if sharing else Wanted())
        sink.begin(fingerprint_of(study) + (sharing.mark if sharing else ""))
        for source in writer.sources:
            writer.write_csv(source)
            writer.write_parquet(source)
        number = version_of(study, digest=writer.digest(), now=now)
        for source in writer.sources:
            if source.table.name in SPSS:
                writer.write_sav(source)
        _write_documents(study, sink, writer, number, now=now, sharing=sharing)
    return Written(number, writer.batches.people, writer.batches.prompts)


def _write_documents(
    study: Study,
    sink: Sink,
    writer: _Writer,
    number: int,
    *,
    now: datetime,
    sharing: Sharing | None,
) -> None:
    left_out = sharing.left_out if sharing else frozenset()
    for path, content in design_files(study):
        if path not in left_out:
            sink.write(path, content)
    facts = gather_facts(
        study,
        tables=[source.table for source in writer.sources],
        files=sink.files,
        dataset_version=number,
        now=now,
        notes=sharing.notes if sharing else (),
    )
    for path, content in describe(facts):
        sink.write(path, content)
    lines = [f"{file.sha256}  {file.path}\n" for file in sink.files]
    sink.write(CHECKSUMS, "".join(sorted(lines, key=lambda line: line[66:])).encode())


class _Writer:
    """Writes tables one after another, and tells how far all of them are."""

    def __init__(self, study: Study, sink: Sink, progress: Progress, wanted: Wanted) -> None:
        self._study, self._sink, self._progress = study, sink, progress
        self.sources = sources_of(study, wanted)
        self.batches = Batches(study)
        self._passes = 2 * len(self.sources) + len(SPSS)
        self._done = 0

    def write_csv(self, source: Source) -> None:
        """The table as CSV, whose texts no spreadsheet runs."""
        path = file_name(source.table, self._study.slug)
        count = RowCount()
        if not self._is_finished(path):
            with (
                self._sink.member(path, table=source.table.name) as member,
                closing(self._blocks(source, guarded=True, count=count)) as blocks,
            ):
                for block in blocks:
                    member.write(block)
                member.rows = count.rows
        self._pass_over()

    def write_parquet(self, source: Source) -> None:
        """The table as Parquet, whose texts are as they were typed."""
        path = file_name(source.table, self._study.slug, "parquet")
        if not self._is_finished(path):
            with (
                self._sink.member(path, table=source.table.name) as member,
                closing(self._blocks(source)) as blocks,
            ):
                write_parquet(source.table, blocks, cast("IO[bytes]", member))
        self._pass_over()

    def write_sav(self, source: Source) -> None:
        """The table for SPSS, in as many parts as it takes; each lies on disk for a moment."""
        with (
            closing(self._blocks(source)) as blocks,
            TemporaryDirectory(prefix="esmpress-sav-") as folder,
            long_cells(),
        ):
            cells = csv.reader(_lines(blocks))
            next(cells)
            for part in write_sav(source.table, cells, Path(folder)):
                self._take_over(part, table=source.table.name)
        self._pass_over()

    def _take_over(self, part: SavFile, *, table: str) -> None:
        """A file from the disk, which has room for the next then."""
        path = f"spss/{part.path.name}"
        with part.path.open("rb") as file, self._sink.member(path, table=table) as member:
            while block := file.read(io.DEFAULT_BUFFER_SIZE * 16):
                member.write(block)
            member.rows = part.rows
        part.path.unlink()

    def digest(self) -> str:
        """Of all that is in the tables."""
        names = {file_name(source.table, self._study.slug) for source in self.sources}
        told = [f"{one.path} {one.sha256}" for one in self._sink.files if one.path in names]
        return hashlib.sha256("\n".join(sorted(told)).encode()).hexdigest()

    def _blocks(
        self, source: Source, *, guarded: bool = False, count: RowCount | None = None
    ) -> Generator[bytes]:
        return csv_of(source, self.batches, guarded=guarded, passed=self._passed, count=count)

    def _is_finished(self, path: str) -> bool:
        known = self._sink.finished(path)
        if known is not None:
            self._sink.add(known)
        return known is not None

    def _passed(self, number: int) -> None:
        total = self.batches.prompts
        self._progress((self._done * total + number) // self._passes, total)

    def _pass_over(self) -> None:
        self._done += 1
        self._passed(0)


def _lines(blocks: Iterable[bytes]) -> Iterator[str]:
    """The lines of blocks that end with whole rows."""
    for block in blocks:
        yield from io.StringIO(block.decode(), newline="")
