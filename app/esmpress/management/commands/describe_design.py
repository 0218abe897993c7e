"""manage.py describe_design FILE.json | SLUG [--format text|prereg]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.management.design_files import read_design_file
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.malformed import MalformedScheme
from esmpress.sampling.methods_text import methods_paragraph, preregistration

FORMATS = {"text": methods_paragraph, "prereg": preregistration}


class Command(OneSentenceCommand):
    """Prints a design in words; of a file without database and settings."""

    help = "Describe a design for the methods section of a paper, or for a preregistration."

    def add_arguments(self, parser: CommandParser) -> None:
        """The design and the form of the text."""
        parser.add_argument(
            "design", metavar="FILE.json|SLUG", help="a file ending in .json, or a study's slug"
        )
        parser.add_argument("--format", choices=tuple(FORMATS), default="text")

    def handle(self, *args: Any, design: str, format: str, **options: Any) -> None:
        """Print the text."""
        is_file = design.endswith(".json")
        found = read_design_file(Path(design)) if is_file else _read_study(design)
        self.stdout.write(FORMATS[format](found))


def _read_study(slug: str) -> StudyDesign:
    # A file has to do without the models, for which settings are needed.
    from esmpress.studies.design import design_of  # noqa: PLC0415
    from esmpress.studies.models import Study  # noqa: PLC0415

    study = Study.objects.filter(slug=slug).first()
    if study is None:
        known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no study “{slug}”. Studies: {known}.")
    try:
        return design_of(study)
    except MalformedScheme as error:
        raise CommandError(str(error)) from error
