"""The address Beat sends to; the work is in purging."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.people_import import purging


@shared_task
def remove_old_files() -> int:
    """Remove addresses that were kept for a day."""
    return purging.remove_old_files(now=timezone.now())
