"""manage.py settle_restored --since INSTANT --until INSTANT."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from esmpress.delivery.restored import settle_lost_time
from esmpress.management.arguments import instant
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.prompts.planning import HORIZON, plan_running_studies


class Command(OneSentenceCommand):
    """Keeps messages of the lost time from going out a second time."""

    help = "After a restore, before anything sends: settle what may have gone out in the lost time."

    def add_arguments(self, parser: CommandParser) -> None:
        """Both ends of the lost time."""
        for name, words in (
            ("--since", "the moment the database was restored to"),
            ("--until", "the last moment at which something could be sent"),
        ):
            parser.add_argument(name, required=True, type=instant, metavar="INSTANT", help=words)

    def handle(self, *args: Any, since: datetime, until: datetime, **options: Any) -> None:
        """Plan what was planned in the lost time, settle, and print the counts as JSON."""
        if until < since:
            raise CommandError("--until is before --since.")
        for moment in _moments(since, until):
            # Drawn as they were: what was asked in the lost time is in the table again.
            plan_running_studies(now=moment)
        settled = settle_lost_time(since=since, until=until, now=timezone.now())
        self.stdout.write(json.dumps(asdict(settled)))


def _moments(since: datetime, until: datetime) -> Iterator[datetime]:
    """From one end to the other, so close that planning leaves nothing out."""
    while since < until:
        yield since
        since += HORIZON / 2
    yield until
