"""Addresses Beat sends to; the work is in purging."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.joining import purging


@shared_task
def delete_old_requests() -> int:
    """Delete requests to join that nobody needs any more."""
    return purging.delete_old_requests(now=timezone.now())
