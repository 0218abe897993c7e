"""manage.py check_disclosure SLUG [--smallest N] [--dates-shifted]."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from esmpress.export.disclosure import SMALLEST, check_disclosure
from esmpress.export.disclosure_words import in_words, verdict
from esmpress.studies.models import Study


class Command(BaseCommand):
    """Tells what could tell who somebody is; ends with 1 when something has to be mended."""

    help = "Before sharing: look for small groups, rare answers, free texts, photos and dates."

    def add_arguments(self, parser: CommandParser) -> None:
        """The study, and how many people are enough."""
        parser.add_argument("slug", help="the study's slug")
        parser.add_argument(
            "--smallest", type=int, default=SMALLEST, help="people in a group, at least (5)"
        )
        parser.add_argument(
            "--dates-shifted", action="store_true", help="dates are shared moved by weeks"
        )

    def handle(
        self, *args: Any, slug: str, smallest: int, dates_shifted: bool, **options: Any
    ) -> None:
        """The verdict, then a line for each finding."""
        study = Study.objects.filter(slug=slug).first()
        if study is None:
            raise CommandError(f"There is no study “{slug}”.")
        if smallest < 2:
            raise CommandError("--smallest: a group has 2 people at least.")
        found = check_disclosure(study, smallest=smallest, dates_shifted=dates_shifted)
        self.stdout.write(verdict(found))
        for one in found.findings:
            sign = "!" if one.grave else "?"
            self.stdout.write(f"{sign} {in_words(one, smallest=smallest)}")
        if found.is_grave:
            sys.exit(1)
