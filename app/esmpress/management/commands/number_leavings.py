"""manage.py number_leavings."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from esmpress.management.one_sentence import OneSentenceCommand
from esmpress.participants.leavings import number_leavings


class Command(OneSentenceCommand):
    """Brings the record of who left up to date when no worker runs."""

    help = "Before a restore, when nothing else runs: give who left last their place in the record."

    def handle(self, *args: Any, **options: Any) -> None:
        """Number them, and print how many."""
        self.stdout.write(str(number_leavings(now=timezone.now())))
