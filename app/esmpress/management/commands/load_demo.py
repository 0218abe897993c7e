"""manage.py load_demo [--now-study]."""

from __future__ import annotations

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from esmpress.demo import loading
from esmpress.studies.members import make_owner


class Command(BaseCommand):
    """Loads the demo's researcher and studies."""

    help = (
        "Load a demo study in English and Polish. DEMO_EMAIL and DEMO_PASSWORD name the log-in. "
        "Loading twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether to add the study that asks at once."""
        parser.add_argument(
            "--now-study",
            action="store_true",
            help="also add a small study whose first prompt is due this minute",
        )

    @transaction.atomic
    def handle(self, *args: Any, now_study: bool, **options: Any) -> None:
        """Load, all or nothing."""
        try:
            email, password = os.environ["DEMO_EMAIL"], os.environ["DEMO_PASSWORD"]
        except KeyError as error:
            raise CommandError(f"{error.args[0]} is not set.") from error
        now = timezone.now()
        researcher = loading.load_researcher(email, password)
        make_owner(loading.load_affect_study(now=now), researcher, now=now)
        if now_study:
            study = loading.load_now_study(now=now)
            make_owner(study, researcher, now=now)
            self.stdout.write(f"{study.slug}")
