"""Addresses Beat sends to; the work is in the sweeps."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.alerts import mailing, risks, watching


@shared_task
def raise_risks() -> int:
    """Raise the answers that need a human."""
    return risks.raise_risks(now=timezone.now())


@shared_task
def watch_studies() -> int:
    """Raise and end alerts about how studies go."""
    return watching.watch_studies(now=timezone.now())


@shared_task
def mail_members() -> int:
    """Write the mails that members of studies asked for."""
    return mailing.mail_members(now=timezone.now())
