"""manage.py export_own_data SLUG P0001 --output FILE.zip."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from esmpress.accounts.auditing import record_by_command
from esmpress.export.own_data import write_own_data
from esmpress.management.finding import participant_of, study_of
from esmpress.management.one_sentence import OneSentenceCommand


class Command(OneSentenceCommand):
    """Writes what a participant can take home from their own page, for one who asks by mail."""

    help = "Write a participant's own data as a zip: with answers, photos and the address."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and where to."""
        parser.add_argument("slug", help="the study's slug")
        parser.add_argument("code", help="the participant's code, like P0001")
        parser.add_argument("--output", type=Path, required=True, help="the zip to write")

    def handle(self, *args: Any, slug: str, code: str, output: Path, **options: Any) -> None:
        """Note it in the audit trail, then write the file."""
        participant, now = participant_of(study_of(slug), code), timezone.now()
        words = f"Took out the own data of {participant}, by a command."
        record_by_command(words, now=now, study_id=participant.study_id)
        try:
            # Whoever else is on the machine does not read it.
            output.touch(mode=0o600)
            with output.open("wb") as file:
                write_own_data(participant, file, now=now)
        except OSError as error:
            raise CommandError(f"--output: cannot write {output}: {error.strerror}.") from error
