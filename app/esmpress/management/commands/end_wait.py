"""manage.py end_wait ADDRESS: who guessed wrong, or is guessed at, can log in at once."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from esmpress.accounts.attempting import forget, of_account
from esmpress.accounts.auditing import record
from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.management.one_sentence import OneSentenceCommand


class Command(OneSentenceCommand):
    """Forgets the failed log-ins of an account."""

    help = "Ends the wait after failed log-ins of a researcher; that of their network goes on."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("address", help="the e-mail address they log in with")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        """Forget, tell the audit trail, and say so."""
        del args, options
        researcher = Researcher.objects.with_address(address).first()
        if researcher is None:
            raise CommandError("No researcher has this address.")
        now = timezone.now()
        forget([of_account(researcher.email)], now=now)
        words = "an operator ended the wait after failed log-ins"
        record(AuditEntry.Act.DO, now=now, researcher_id=researcher.pk, words=words)
        self.stdout.write("They can log in at once.")
