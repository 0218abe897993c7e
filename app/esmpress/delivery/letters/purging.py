"""Letters are not kept for long: that they were sent is of no use to a study.

What a researcher wrote is part of what happened to a participant, and stays.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from esmpress.delivery.models import Letter

KEPT_FOR = timedelta(days=30)


def delete_old_letters(*, now: datetime) -> int:
    """Delete the letters that were written long ago; how many."""
    old = Letter.objects.filter(written_at__lt=now - KEPT_FOR, message__isnull=True)
    deleted, _ = old.delete()
    return deleted
