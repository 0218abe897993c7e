"""The address Beat sends to; the work is in leavings."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.participants import leavings


@shared_task
def number_leavings() -> int:
    """Give what was noted of leavings its place in the chain."""
    return leavings.number_leavings(now=timezone.now())
