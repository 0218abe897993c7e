"""Addresses Beat sends to; the work is in the sweeps."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.delivery import sweeps


@shared_task
def dispatch_due_notifications() -> int:
    """Send what is due; every message by the clock of its own moment."""
    return sweeps.keep_dispatching(clock=timezone.now)


@shared_task
def settle_leases() -> int:
    """Take up what dead workers left behind."""
    return sweeps.settle_leases(now=timezone.now())
