"""Invitations as a provider would have delivered them, in the ledger and without a mail."""

from __future__ import annotations

from datetime import timedelta

from esmpress.delivery.models import Notification
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt

Status = Notification.Status
SECOND = timedelta(seconds=1)


def invite(prompt: Prompt) -> bool:
    """Whether the prompt's participant got an invitation."""
    reason = _reason_against(prompt)
    at = prompt.scheduled_at + 2 * SECOND
    if reason:
        lifecycle.mark_not_sent([prompt.pk], reason=reason, now=at)
        _note(prompt, status=Status.NOT_SENT, reason=reason, settled_at=at)
        return False
    lifecycle.mark_sent([prompt.pk], now=at)
    prompt.refresh_from_db()
    instants = ("claimed_at", "handed_over_at", "accepted_at")
    _note(
        prompt,
        status=Status.DELIVERED,
        attempts=1,
        provider_id=f"example-{prompt.pk}",
        delivered_at=at + 3 * SECOND,
        settled_at=at + SECOND,
        **dict.fromkeys(instants, at),
    )
    return True


def _reason_against(prompt: Prompt) -> str:
    participant = prompt.participant
    if participant.suppressed_at is not None:
        return "suppressed"
    return "unsubscribed" if participant.unsubscribed_at is not None else ""


def _note(prompt: Prompt, **fields: object) -> None:
    Notification.objects.create(
        prompt=prompt,
        kind=Notification.INVITATION,
        channel=Notification.Channel.SENDGRID,
        planned_at=prompt.scheduled_at,
        due_at=prompt.scheduled_at,
        open_until=prompt.open_until,
        **fields,
    )
