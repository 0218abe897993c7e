"""manage.py export_study SLUG [--format csv | package] [--timings] [--output FILE]."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from esmpress.accounts.auditing import record_by_command
from esmpress.export.copying import rows_in
from esmpress.export.package.shifted import shifted
from esmpress.export.package.to_disk import TakenOut, package_to_disk
from esmpress.export.package.versions import VersionTaken
from esmpress.export.table import stream_csv
from esmpress.export.timings_table import stream_timings
from esmpress.studies.models import Study


class Command(BaseCommand):
    """Writes the long table of a study, that of its timings, or its whole data package."""

    help = "Write a study's data: one row for each planned prompt, missed ones included."

    def add_arguments(self, parser: CommandParser) -> None:
        """Slug, format and file."""
        parser.add_argument("slug", help="the study's slug")
        parser.add_argument("--format", choices=("csv", "package"), default="csv")
        parser.add_argument(
            "--timings",
            action="store_true",
            help="instead, when each item was shown and touched: one row for each",
        )
        parser.add_argument(
            "--output",
            type=Path,
            help="a file, standard output when left out; of a package a folder, or a zip where the "
            "name ends in .zip",
        )
        parser.add_argument(
            "--shift-dates",
            action="store_true",
            help="of a package: dates moved by whole weeks, to share it (docs/privacy.md)",
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        format: str,
        output: Path | None,
        timings: bool,
        shift_dates: bool,
        **options: Any,
    ) -> None:
        """Stream the table to the file or to standard output, or write the package."""
        study = Study.objects.filter(slug=slug).first()
        if study is None:
            known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no study “{slug}”. Studies: {known}.")
        if format == "package":
            self._write_package(study, output, shift_dates=shift_dates)
            return
        if shift_dates:
            raise CommandError("--shift-dates is for packages: --format package.")
        blocks = _told(study, "timings" if timings else "data")
        if output is None:
            self._print(blocks)
            return
        try:
            with output.open("wb") as file:
                file.writelines(blocks)
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error

    def _write_package(self, study: Study, output: Path | None, *, shift_dates: bool) -> None:
        """Write the package; what goes wrong is one sentence."""
        if output is None:
            raise CommandError("Say where the package is to be written: --output NAME.")
        _tell(study, "Exported the data package, by a command.")
        try:
            sharing = shifted(study) if shift_dates else None
            written = package_to_disk(study, output, now=timezone.now(), sharing=sharing)
        except FileExistsError as error:
            raise CommandError(f"There is a {output} already: name another.") from error
        except OSError as error:
            raise CommandError(f"Cannot write {output}: {error.strerror}.") from error
        except TakenOut as error:
            raise CommandError(
                "Somebody had their answers taken out meanwhile, and nothing was kept. Run the "
                "command again."
            ) from error
        except VersionTaken as error:
            raise CommandError(str(error)) from error
        _tell(study, f"The export of the package by a command ended; rows: {written.prompts}.")
        self.stdout.write(f"Version {written.dataset_version} of the data is in {output}.")

    def _print(self, blocks: Iterator[bytes]) -> None:
        """Write to standard output; a reader that has seen enough (`| head`) is no fault."""
        try:
            for block in blocks:
                self.stdout.write(block.decode(), ending="")
            self.stdout.flush()
        except BrokenPipeError:
            # Python flushes once more as it ends; now nothing is left that could fail.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _told(study: Study, what: str) -> Iterator[bytes]:
    """The table; the audit trail hears of it before the first, and how many rows it were."""
    _tell(study, f"Exported the {what} as CSV, by a command.")
    blocks = stream_timings(study) if what == "timings" else stream_csv(study)
    rows = -1
    for block in blocks:
        yield block
        rows += rows_in(block)
    _tell(study, f"The export of the {what} by a command ended; rows: {rows}.")


def _tell(study: Study, words: str) -> None:
    record_by_command(words, now=timezone.now(), study_id=study.pk)
