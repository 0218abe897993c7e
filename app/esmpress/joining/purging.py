"""Requests to join are kept for a few days only, whatever became of them."""

from __future__ import annotations

from datetime import datetime, timedelta

from esmpress.participants.models import JoinRequest

KEPT_FOR = timedelta(days=7)


def delete_old_requests(*, now: datetime) -> int:
    """Delete the requests of long ago with the letters about them; how many rows."""
    deleted, _ = JoinRequest.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return deleted
