"""manage.py verify_audit: whether the audit trail is whole."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from esmpress.accounts.verifying import Broken, verify


class Command(BaseCommand):
    """Goes along the chain; ends with 1 where it is broken."""

    help = (
        "Checks that no entry of the audit trail was changed, added in between or taken out. "
        "Keep the last line it prints elsewhere and give it back by --expect: that shows "
        "whether entries were taken off the end."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """What was kept of an earlier run."""
        parser.add_argument("--expect", metavar="NUMBER:HASH", help="an entry that has to be there")

    def handle(self, *args: Any, expect: str | None, **options: Any) -> None:
        """Say how many entries there are, and the last one's hash."""
        del args, options
        try:
            last = verify(expect=expect)
        except Broken as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"The audit trail is whole: {last.number} entries.")
        self.stdout.write(f"{last.number}:{last.hash}")
