"""The address Beat sends to; the work is in sweeping."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.retention import sweeping


@shared_task
def delete_what_is_due() -> int:
    """Delete what the studies' rules say is to go by now."""
    return sweeping.delete_what_is_due(now=timezone.now())
