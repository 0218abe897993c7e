"""Addresses Beat sends to; the work is in planning and lifecycle."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.prompts import lifecycle, planning


@shared_task
def plan_running_studies() -> int:
    """Plan every running study as of now."""
    return planning.plan_running_studies(now=timezone.now())


@shared_task
def expire_overdue_prompts() -> int:
    """End every prompt whose time is over by now."""
    return lifecycle.expire_overdue_prompts(now=timezone.now())
