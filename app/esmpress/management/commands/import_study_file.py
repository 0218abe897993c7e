"""manage.py import_study_file FILE [--slug SLUG] [--owner ADDRESS]."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.exchange.study_file import MAX_BYTES
from esmpress.exchange.study_importing import import_study
from esmpress.exchange.study_reading import read_study_file
from esmpress.exchange.study_refusals import RefusedStudyFile
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.studies.members import make_owner


class Command(OneSentenceCommand):
    """Keeps the study of a file as a draft; of a file with a fault nothing is kept."""

    help = "Import a study file as a new study that is not launched."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the study's short name, and whose it is."""
        parser.add_argument("file", type=Path, help="a file of export_study_file")
        parser.add_argument("--slug", help="the new study's slug; the file's when left out")
        parser.add_argument("--owner", help="address of the researcher who owns the new study")

    def handle(
        self, *args: Any, file: Path, slug: str | None, owner: str | None, **options: Any
    ) -> None:
        """Keep the study and name it, or say what is wrong with the file."""
        researcher = _researcher(owner) if owner else None
        try:
            with file.open("rb") as opened:
                # One byte more tells a file that is too large from one that is not.
                content = opened.read(MAX_BYTES + 1)
        except OSError as error:
            raise CommandError(f"Cannot read {file}: {error.strerror}.") from error
        try:
            read = read_study_file(content)
            with transaction.atomic():
                study = import_study(read, slug=slug, researcher=researcher)
                if researcher:
                    make_owner(study, researcher, now=timezone.now())
        except RefusedStudyFile as error:
            raise CommandError("\n".join(error.faults)) from error
        for remark in read.remarks:
            self.stderr.write(remark)
        self.stdout.write(f"“{study}” is imported as the draft “{study.slug}”.")
        if researcher is None:
            self.stderr.write("It has no owner: a superuser names one on its page Members.")


def _researcher(address: str) -> Researcher:
    """Who logs in with the address; raises CommandError where nobody can."""
    try:
        return Researcher.objects.with_address(address).get(is_active=True)
    except Researcher.DoesNotExist as error:
        raise CommandError(f"No researcher logs in with {address}.") from error
