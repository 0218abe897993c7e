"""manage.py export_study_file SLUG [--output FILE] [--with-seed] [--drafts]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.exchange.study_writing import NotExportable, study_text, unpublished_changes
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.studies.models import Study


class Command(OneSentenceCommand):
    """Writes a study as one file that another server can import; nothing of its participants."""

    help = "Write a whole study as one JSON file: design, questionnaires and messages."

    def add_arguments(self, parser: CommandParser) -> None:
        """Slug, file, and what is left out otherwise."""
        parser.add_argument("slug", help="the study's slug")
        parser.add_argument("--output", type=Path, help="a file; standard output when left out")
        parser.add_argument("--with-seed", action="store_true", help="write the seed too")
        parser.add_argument(
            "--drafts", action="store_true", help="write drafts of questionnaires, not versions"
        )

    def handle(
        self,
        *args: Any,
        slug: str,
        output: Path | None,
        with_seed: bool,
        drafts: bool,
        **options: Any,
    ) -> None:
        """Write the file, or say what has to be mended before."""
        study = Study.objects.filter(slug=slug).first()
        if study is None:
            known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no study “{slug}”. Studies: {known}.")
        try:
            text = study_text(study, with_seed=with_seed, drafts=drafts)
        except NotExportable as error:
            raise CommandError("\n".join(error.faults)) from error
        self.write_out([text], output)
        for name in [] if drafts else unpublished_changes(study):
            self.stderr.write(f"“{name}” has changes that are not published: they are left out.")
