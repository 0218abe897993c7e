"""manage.py codebook QUESTIONNAIRE_SLUG [--version N] [--format csv|markdown] [--language CODE]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.questionnaires.codebook import Codebook, as_csv, as_markdown, codebook_of
from esmpress.questionnaires.codebook.columns import UnknownLanguage
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition

DRAFT = "draft"


class Command(OneSentenceCommand):
    """Writes what each column of a questionnaire's data holds."""

    help = "Write the codebook of a published version, or of the draft."

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """A parser whose --version is that of the questionnaire, not of Django."""
        return super().create_parser(prog_name, subcommand, **options, conflict_handler="resolve")

    def add_arguments(self, parser: CommandParser) -> None:
        """Which questionnaire, and how it is written."""
        parser.add_argument("slug", help="the questionnaire's slug")
        parser.add_argument(
            "--version",
            help="the number of a version, or “draft”; the newest version when left out",
        )
        parser.add_argument("--format", choices=("csv", "markdown"), default="csv")
        parser.add_argument("--language", help="of questions and labels, like pl")
        parser.add_argument("--output", type=Path, help="a file; standard output when left out")

    def handle(
        self,
        *args: Any,
        slug: str,
        version: str | None,
        format: str,
        language: str | None,
        output: Path | None,
        **options: Any,
    ) -> None:
        """Write the codebook, or say what there is none of."""
        questionnaire = Questionnaire.objects.filter(slug=slug).first()
        if questionnaire is None:
            known = ", ".join(Questionnaire.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no questionnaire “{slug}”. Questionnaires: {known}.")
        codebook = self._codebook(questionnaire, version, language)
        text = as_csv(codebook) if format == "csv" else as_markdown(codebook)
        self.write_out([text], output)

    def _codebook(
        self, questionnaire: Questionnaire, version: str | None, language: str | None
    ) -> Codebook:
        number, slug = None, questionnaire.slug
        try:
            if version == DRAFT:
                definition = draft_definition(questionnaire)
            else:
                number, definition = _published(questionnaire, version)
            return codebook_of(definition, questionnaire=slug, version=number, language=language)
        except IncompleteDraft as error:
            raise CommandError("\n".join(error.faults)) from error
        except UnknownLanguage as error:
            raise CommandError(str(error)) from error


def _published(questionnaire: Questionnaire, version: str | None) -> tuple[int, Any]:
    if version is None:
        found = questionnaire.latest_version()
    elif version.isascii() and version.isdecimal():
        found = questionnaire.versions.filter(number=int(version[:6])).first()
    else:
        raise CommandError(f"--version: write a number or “{DRAFT}” (not {version[:20]}).")
    if found is None:
        numbers = ", ".join(map(str, questionnaire.versions.values_list("number", flat=True)))
        raise CommandError(
            f"“{questionnaire.slug}” has no such version. Versions: {numbers or 'none yet'}; "
            f"--version {DRAFT} is its draft."
        )
    return found.number, found.parsed()
