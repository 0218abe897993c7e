"""Messages that should not go out any more, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from esmpress.delivery import ledger
from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt

Status = Notification.Status

# The second when the expiry sweep came first.
TOO_LATE = ("late", "prompt_not_sent")


def drop_unwanted(rows: Collection[Notification], *, now: datetime) -> list[Notification]:
    """The claimed rows that should still go out; the others are settled with the reason."""
    by_end: dict[tuple[str, str], list[Notification]] = defaultdict(list)
    wanted: list[Notification] = []
    for row in rows:
        reason = reason_not_to_send(row, now=now)
        if reason:
            by_end[_end(row, reason)].append(row)
        else:
            wanted.append(row)
    for (status, reason), alike in by_end.items():
        ledger.give_up(alike, status, reason=reason, now=now)
    return wanted


def reason_not_to_send(row: Notification, *, now: datetime) -> str:
    """Why the message should not go out any more; empty when it should."""
    participant = row.prompt.participant
    if participant.status != Participant.Status.ENROLLED:
        return participant.status
    if participant.unsubscribed_at is not None:
        return "unsubscribed"
    if not participant.study.is_running:
        return "study_not_running"
    return _prompt_reason(row) or ("late" if now > row.last_moment else "")


def _end(row: Notification, reason: str) -> tuple[str, str]:
    """Too late because it was refused until now is a failure, with what the provider said last."""
    if reason in TOO_LATE and row.reason:
        return Status.FAILED, f"late (attempts: {row.attempts}): {row.reason}"
    return Status.NOT_SENT, reason


def _prompt_reason(row: Notification) -> str:
    """Invitations go to planned prompts only, reminders to those invited before their time."""
    prompt, is_planned = row.prompt, row.prompt.status == Prompt.Status.PLANNED
    if row.kind == Notification.INVITATION:
        return "" if is_planned else f"prompt_{prompt.status}"
    if is_planned or (prompt.sent_at and prompt.sent_at > row.planned_at):
        return "invited_later"
    return "" if prompt.status == Prompt.Status.SENT else f"prompt_{prompt.status}"
