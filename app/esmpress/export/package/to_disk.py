"""A package as a folder or a zip on a disk: under another name until it is whole."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from esmpress.export.package.folder import PARTIAL, FolderSink
from esmpress.export.package.members import ZipSink
from esmpress.export.package.writing import Progress, Sharing, Written, unwatched, write_package
from esmpress.studies.models import Study


class TakenOut(Exception):
    """Somebody had their answers taken out while they were written: nothing of it was kept."""


def package_to_disk(
    study: Study,
    output: Path,
    *,
    now: datetime,
    progress: Progress = unwatched,
    sharing: Sharing | None = None,
) -> Written:
    """Write a folder, or a zip where `output` ends so; a folder cut short is gone on with.

    Raises FileExistsError, another OSError, VersionTaken or TakenOut.
    """
    if output.exists():
        raise FileExistsError(output)
    if output.suffix == ".zip":
        return _zip(study, output, now=now, progress=progress, sharing=sharing)
    sink = FolderSink(output)
    written = write_package(study, sink, now=now, progress=progress, sharing=sharing)
    if not _may_be_kept(study, written):
        sink.discard()
        raise TakenOut
    sink.close()
    return written


def _zip(
    study: Study, output: Path, *, now: datetime, progress: Progress, sharing: Sharing | None
) -> Written:
    partial = output.with_name(output.name + PARTIAL)
    try:
        with partial.open("wb") as file:
            sink = ZipSink(file, now=now)
            written = write_package(study, sink, now=now, progress=progress, sharing=sharing)
            sink.close()
        if not _may_be_kept(study, written):
            raise TakenOut
        partial.rename(output)
    finally:
        partial.unlink(missing_ok=True)
    return written


def _may_be_kept(study: Study, written: Written) -> bool:
    """Whether everybody in it still lets their answers be used."""
    there = study.participants.in_exports().values_list("pk", flat=True)
    return written.people <= frozenset(there)
