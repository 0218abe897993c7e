"""The sweeps Beat runs every few seconds: send what is due, settle what dead workers left."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

import structlog
from django.conf import settings

from esmpress.delivery import ledger
from esmpress.delivery.channels import active_channel, send
from esmpress.delivery.messages import Message, compose
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted, Outcome, Unknown
from esmpress.participants.models import Participant
from esmpress.prompts.links import issue_links
from esmpress.prompts.models import Prompt

Status = Notification.Status

BATCH = 500
# A tick ends after so many batches and leaves the rest to the next, whose clock is fresh.
MAX_BATCHES = 10

log = structlog.get_logger(__name__)


def dispatch_due_notifications(*, now: datetime) -> int:
    """Send what is due by `now`; how many messages a provider took."""
    channel = active_channel()
    ledger.enter_due(channel=channel, now=now)
    accepted = 0
    for _ in range(MAX_BATCHES):
        rows = ledger.claim(channel=channel, limit=BATCH, now=now)
        if not rows:
            break
        accepted += _deliver(rows, channel=channel, now=now)
    return accepted


def settle_leases(*, now: datetime) -> int:
    """Take up what workers left behind; how many rows.

    A claimed row never reached the provider and is due again; a row handed over may have, so its
    outcome is `uncertain` and it is not sent a second time.
    """
    freed = Notification.objects.lease_over(Status.CLAIMED, now=now).update(
        status=Status.DUE, lease_until=None
    )
    lost = list(Notification.objects.lease_over(Status.HANDED_OVER, now=now))
    ledger.record(lost, Unknown("the worker ended before the provider answered"), now=now)
    return freed + len(lost)


def _deliver(rows: list[Notification], *, channel: str, now: datetime) -> int:
    """Send claimed rows; how many were accepted."""
    wanted = _drop_unwanted(rows, now=now)
    messages = _compose_all(wanted, now=now)
    ours = ledger.mark_handed_over(messages, now=now)
    outgoing = {row: message for row, message in messages.items() if row.pk in ours}
    outcomes = send(channel, list(outgoing.values()))
    together: dict[Outcome, list[Notification]] = defaultdict(list)
    for row in outgoing:
        together[outcomes[row.public_id]].append(row)
    for outcome, alike in together.items():
        ledger.record(alike, outcome, now=now)
    return sum(len(alike) for outcome, alike in together.items() if isinstance(outcome, Accepted))


def _drop_unwanted(rows: list[Notification], *, now: datetime) -> list[Notification]:
    """The rows that should still go out; the others are settled as `not_sent` with the reason."""
    by_reason: dict[str, list[Notification]] = defaultdict(list)
    for row in rows:
        by_reason[reason_not_to_send(row, now=now)].append(row)
    wanted = by_reason.pop("", [])
    for reason, alike in by_reason.items():
        ledger.give_up(alike, Status.NOT_SENT, reason=reason, now=now)
    return wanted


def reason_not_to_send(row: Notification, *, now: datetime) -> str:
    """Why the message should not go out any more; empty when it should."""
    prompt, participant = row.prompt, row.prompt.participant
    if participant.status == Participant.Status.WITHDRAWN:
        return "withdrawn"
    if participant.unsubscribed_at is not None:
        return "unsubscribed"
    if not participant.study.is_running:
        return "study_not_running"
    expected = Prompt.Status.SENT
    if row.kind == Notification.INVITATION:
        expected = Prompt.Status.PLANNED
    if prompt.status != expected:
        return f"prompt_{prompt.status}"
    share_left = (row.open_until - now) / (row.open_until - row.planned_at)
    return "late" if share_left < settings.DELIVERY_MIN_WINDOW_SHARE else ""


def _compose_all(rows: list[Notification], *, now: datetime) -> dict[Notification, Message]:
    links = issue_links(row.prompt for row in rows)
    messages: dict[Notification, Message] = {}
    for row in rows:
        try:
            messages[row] = compose(row, link=links[row.prompt_id])
        except Exception as error:
            # One row that cannot be composed must not hold up the others.
            log.exception("notification_not_composed", notification=str(row.public_id))
            ledger.give_up([row], Status.FAILED, reason=type(error).__name__, now=now)
    return messages
