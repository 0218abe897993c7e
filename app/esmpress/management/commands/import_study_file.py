"""manage.py import_study_file FILE [--slug SLUG]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.exchange.study_file import MAX_BYTES
from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import read_study_file
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.management.one_sentence import OneSentenceCommand


class Command(OneSentenceCommand):
    """Keeps the study of a file as a draft; of a file with a fault nothing is kept."""

    help = "Import a study file as a new study that is not launched."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, and the study's short name."""
        parser.add_argument("file", type=Path, help="a file of export_study_file")
        parser.add_argument("--slug", help="the new study's slug; the file's when left out")

    def handle(self, *args: Any, file: Path, slug: str | None, **options: Any) -> None:
        """Keep the study and name it, or say what is wrong with the file."""
        try:
            with file.open("rb") as opened:
                # One byte more tells a file that is too large from one that is not.
                content = opened.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        try:
            read = read_study_file(content)
            study = import_study(read, slug=slug, researcher=None)
        except RefusedStudyFile as error:
            raise CommandError("\n".join(error.faults)) from error
        for remark in read.remarks:
            self.stderr.write(remark)
        self.stdout.write(f"“{study}” is imported as the draft “{study.slug}”.")
