"""manage.py erasure_certificate SLUG P0001 [--verify] [--language CODE] [--output FILE]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser
from django.utils import timezone, translation

from esmpress.management.finding import participant_of, study_of
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.withdrawal.certificate import Certificate, NotWithdrawn, certify
from esmpress.withdrawal.certificate_text import certificate_text


class Command(OneSentenceCommand):
    """Writes what can be certified of a participant's withdrawal, or looks whether it holds."""

    help = "Certify what a participant's withdrawal or erasure deleted, and that it is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        """Who, and what is wanted of them."""
        parser.add_argument("slug", help="the study's slug")
        parser.add_argument("code", help="the participant's code, like P0001")
        parser.add_argument(
            "--verify",
            action="store_true",
            help="only look in all tables for what had to go; ends with 1 when some is there",
        )
        parser.add_argument(
            "--language", choices=[code for code, _ in settings.LANGUAGES], default="en"
        )
        parser.add_argument("--output", type=Path, help="a file; standard output when left out")

    def handle(
        self,
        *args: Any,
        slug: str,
        code: str,
        verify: bool,
        language: str,
        output: Path | None,
        **options: Any,
    ) -> None:
        """Write the document, or the verdict."""
        participant = participant_of(study_of(slug), code)
        try:
            certificate = certify(participant, now=timezone.now())
        except NotWithdrawn as error:
            raise CommandError(f"{error} There is nothing to certify.") from error
        if verify:
            self._verify(certificate)
            return
        with translation.override(language):
            self.write_out([certificate_text(certificate)], output)

    def _verify(self, certificate: Certificate) -> None:
        left = {name: count for name, count in certificate.left.items() if count}
        for name, count in left.items():
            self.stdout.write(f"{name}: {count}")
        if left:
            self.stderr.write(f"{certificate.code}: there are rows of what had to go.")
            sys.exit(1)
        kinds = len(certificate.left)
        self.stdout.write(
            f"{certificate.code}: nothing is there of {kinds} kinds of rows that had to go."
        )
