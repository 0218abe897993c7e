"""manage.py remove_second_factor ADDRESS: for who has lost phone, keys and codes."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from esmpress.accounts.auditing import record
from esmpress.accounts.factors import remove_all
from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.management.one_sentence import OneSentenceCommand


class Command(OneSentenceCommand):
    """Removes every second factor of somebody; their log-ins end."""

    help = (
        "Removes the authenticator app, passkeys and recovery codes of a researcher, and ends all "
        "their log-ins. Be sure that it is them who ask: their password is then enough."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose."""
        parser.add_argument("address", help="the e-mail address they log in with")

    def handle(self, *args: Any, address: str, **options: Any) -> None:
        """Remove, tell the audit trail, and say so."""
        del args, options
        researcher = Researcher.objects.with_address(address).first()
        if researcher is None:
            raise CommandError("No researcher has this address.")
        now = timezone.now()
        removed = remove_all(researcher, now=now)
        words = f"an operator removed {removed} second factors and ended all log-ins"
        record(AuditEntry.Act.DO, now=now, researcher_id=researcher.pk, words=words)
        self.stdout.write(f"{removed} second factors were removed, and all log-ins ended.")
