"""manage.py tick --now INSTANT."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from esmpress.beat import SWEEPS


class Command(BaseCommand):
    """Runs every sweep of the Beat table once, as if it were a given moment."""

    help = "Run every sweep once as if it were INSTANT; prints what each changed."

    def add_arguments(self, parser: CommandParser) -> None:
        """The instant."""
        parser.add_argument(
            "--now", required=True, metavar="INSTANT", help="like 2027-03-28T01:30:00+00:00"
        )

    def handle(self, *args: Any, now: str, **options: Any) -> None:
        """Run the sweeps in the order of the table."""
        moment = _instant(now)
        for sweep in SWEEPS:
            self.stdout.write(f"{sweep.name}: {sweep.run(now=moment)}")


def _instant(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is not an instant like 2027-03-28T01:30:00+00:00.") from error
    if moment.tzinfo is None:
        raise CommandError(f"“{text}” has no offset; write one, like +00:00.")
    return moment
