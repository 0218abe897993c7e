"""Addresses Beat sends to; the work is in the sweeps."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from esmpress.delivery import alerting, portal_mail, sweeps, uncertain
from esmpress.delivery.events import applying
from esmpress.delivery.letters import purging, sending


@shared_task
def dispatch_due_notifications() -> int:
    """Send what is due; every message by the clock of its own moment."""
    return sweeps.keep_dispatching(clock=timezone.now)


@shared_task
def settle_leases() -> int:
    """Take up what dead workers left behind."""
    return sweeps.settle_leases(now=timezone.now())


@shared_task
def settle_uncertain() -> int:
    """Settle messages of unknown outcome that events have not told of."""
    return uncertain.settle_uncertain(now=timezone.now())


@shared_task
def apply_events() -> int:
    """Apply what providers reported."""
    return applying.apply_events(now=timezone.now())


@shared_task
def mail_alerts() -> int:
    """Tell coordinators whom mail does not reach."""
    return alerting.mail_alerts(now=timezone.now())


@shared_task
def send_letters() -> int:
    """Send letters to participants."""
    return sending.send_letters(now=timezone.now())


@shared_task
def delete_old_letters() -> int:
    """Delete letters nobody needs any more."""
    return purging.delete_old_letters(now=timezone.now())


@shared_task
def mail_requested_links() -> int:
    """Write the letters with links to personal pages that were asked for."""
    return portal_mail.mail_requested_links(now=timezone.now())
