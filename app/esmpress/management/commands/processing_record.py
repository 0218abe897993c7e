"""manage.py processing_record SLUG [--language CODE] [--output FILE]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone, translation

from esmpress.management.finding import study_of
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.privacy.document import processing_document


class Command(OneSentenceCommand):
    """Writes the record of processing of a study, and a fact sheet for an impact assessment."""

    help = "Write a study's record of processing and DPIA fact sheet, from its configuration."

    def add_arguments(self, parser: CommandParser) -> None:
        """The study, the language, the file."""
        parser.add_argument("slug", help="the study's slug")
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default="en"
        )
        parser.add_argument("--output", type=Path, help="a file; standard output when left out")

    def handle(
        self, *args: Any, slug: str, language: str, output: Path | None, **options: Any
    ) -> None:
        """Write the document."""
        study = study_of(slug)
        with translation.override(language):
            self.write_out([processing_document(study, now=timezone.now())], output)
