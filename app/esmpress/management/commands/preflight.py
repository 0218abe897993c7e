"""manage.py preflight [--study SLUG]."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from esmpress.delivery.preflight.checklist import Checklist, checklist
from esmpress.delivery.preflight.findings import Finding
from esmpress.delivery.preflight.looking import look_up
from esmpress.delivery.preflight.sender import why_nothing_leaves
from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.studies.models import Study

MARKS = {"green": "ok   ", "amber": "LOOK ", "red": "MEND "}


class Command(OneSentenceCommand):
    """Looks the sender's records up and prints the list; ends with status 1 if something is red."""

    help = (
        "Look up SPF, DKIM, DMARC and MX of the sending domain and judge them; with a study also "
        "its contact, its test mail and its mails an hour and a day. Status 1: something is red."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The study."""
        parser.add_argument("--study", metavar="SLUG", help="the short name of a study")

    def handle(self, *args: Any, study: str | None, **options: Any) -> None:
        """Look up, print, and end with the status."""
        now = timezone.now()
        chosen = Study.objects.filter(slug=study).first() if study else None
        if study and chosen is None:
            known = ", ".join(Study.objects.values_list("slug", flat=True)) or "none yet"
            raise CommandError(f"There is no study “{study}”. Studies: {known}.")
        reason = why_nothing_leaves()
        looked: list[Finding] = []
        if not reason:
            reply_to = chosen.contact_email if chosen else ""
            look = look_up(reply_to=reply_to, now=now, researcher=None)
            looked = [Finding.from_json(stored) for stored in look.results]
        found = checklist(chosen, now=now) if chosen else Checklist(looked, reason)
        self._list(found)
        if found.red:
            sys.exit(1)

    def _list(self, found: Checklist) -> None:
        if found.reason:
            self.stdout.write(f"The sender is not checked in this set-up. {found.reason}")
        for finding in found.findings:
            self.stdout.write(f"{MARKS[finding.verdict]} {finding.title}")
            self.stdout.write(f"      {finding.plain}")
            if finding.operator:
                self.stdout.write(f"      {finding.operator}")
            for name, records in (("found", finding.found), ("publish", finding.publish)):
                for record in records:
                    self.stdout.write(f"      {name}: {record}")
