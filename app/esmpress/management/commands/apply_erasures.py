"""manage.py apply_erasures FOLDER."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.withdrawal.applying import apply_record
from esmpress.withdrawal.record import RecordBroken, read_record


class Command(OneSentenceCommand):
    """Erases and stops again, in a restored database, whom the record names."""

    help = "After a restore: erase, withdraw and unsubscribe again whom the record in FOLDER names."

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder of the record."""
        parser.add_argument("folder", type=Path, help="one file for each line, 000000000001.json")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Apply the record and print the counts as JSON."""
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}.")
        try:
            applied = apply_record(read_record(folder))
        except RecordBroken as error:
            raise CommandError(
                f"{error} Get it from the other place (docs/operations/backups.md)."
            ) from error
        self.stdout.write(json.dumps(asdict(applied)))
        if applied.missing:
            self.stderr.write(
                f"The record lacks {applied.missing} lines that the database has, and perhaps later"
                " ones: look for them in the other place (docs/operations/backups.md)."
            )
        if applied.not_erased:
            raise CommandError(f"Of {applied.not_erased} erased participants there are data left.")
