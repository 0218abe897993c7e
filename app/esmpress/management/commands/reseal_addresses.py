"""manage.py reseal_addresses [--check]."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from esmpress.delivery.resealing import CannotReseal, count_old, reseal_all
from esmpress.management.one_sentence import OneSentenceCommand


class Command(OneSentenceCommand):
    """Seals addresses anew; with --check only tells, and ends with status 1, if some are old."""

    help = (
        "Seal every kept address and the secrets of authenticator apps and webhooks anew under the "
        "newest of VAULT_KEYS; addresses are indexed under the first. "
        "Then the keys between are not needed any more (docs/operations/runbook.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Only a look."""
        parser.add_argument("--check", action="store_true", help="tell how many, change nothing")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Reseal or count."""
        try:
            if not check:
                self.stdout.write(f"{reseal_all()} addresses are sealed anew.")
                return
            old = count_old()
        except CannotReseal as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{old} addresses need a key that is neither the newest nor the first.")
        if old:
            sys.exit(1)
