"""Addresses Beat sends to; the work is in planning, lifecycle and resuming."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.prompts import lifecycle, planning, resuming


@shared_task
def plan_running_studies() -> int:
    """Plan every running study as of now."""
    return planning.plan_running_studies(now=timezone.now())


@shared_task
def expire_overdue_prompts() -> int:
    """End every prompt whose time is over by now."""
    return lifecycle.expire_overdue_prompts(now=timezone.now())


@shared_task
def resume_after_pauses() -> int:
    """End the pauses whose last day is over by now."""
    return resuming.resume_after_pauses(now=timezone.now())
