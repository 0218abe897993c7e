"""Addresses Beat sends to; the work is in the sweeps."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.webhooks import purging, sending


@shared_task
def send_events() -> int:
    """Send events to who wants to be told; each by the clock of its own moment."""
    return sending.keep_sending(clock=timezone.now)


@shared_task
def delete_old_events() -> int:
    """Delete events nobody needs any more."""
    return purging.delete_old_events(now=timezone.now())
