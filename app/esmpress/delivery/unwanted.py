"""Messages that should not go out any more, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from esmpress.delivery import ledger
from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import Outgoing
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import UNCERTAIN
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study

Status = Notification.Status
# Rows by the status and the reason they end with.
Unwanted = dict[tuple[str, str], list[Outgoing]]

# The second when the expiry sweep came first.
TOO_LATE = ("late", "prompt_not_sent")


def sort_out(rows: Iterable[Outgoing], *, now: datetime) -> tuple[list[Outgoing], Unwanted]:
    """The rows that should still go out, and the others by the end they come to."""
    wanted: list[Outgoing] = []
    unwanted: Unwanted = defaultdict(list)
    for row in rows:
        reason = reason_not_to_send(row, now=now)
        if reason:
            unwanted[_end(row, reason)].append(row)
        else:
            wanted.append(row)
    return wanted, unwanted


def drop_unwanted(rows: Iterable[Outgoing], *, now: datetime) -> None:
    """Settle those of held rows that should not go out."""
    settle_unwanted(sort_out(rows, now=now)[1], now=now)


def settle_unwanted(unwanted: Unwanted, *, now: datetime) -> None:
    """Settle rows that should not go out, with the reason."""
    for (status, reason), alike in unwanted.items():
        ledger.give_up(alike, status, reason=reason, now=now)


def reason_not_to_send(row: Outgoing, *, now: datetime) -> str:
    """Why the message should not go out any more; empty when it should."""
    if row.participant_status != Participant.Status.ENROLLED:
        return row.participant_status
    if row.is_unsubscribed:
        return "unsubscribed"
    if row.is_suppressed:
        return "suppressed"
    if not row.study_is_running:
        return "study_not_running"
    return _prompt_reason(row) or ("late" if now > row.last_moment else "")


def _end(row: Outgoing, reason: str) -> tuple[str, str]:
    """Too late because it was refused until now is a failure, with what the provider said last."""
    if reason in TOO_LATE and row.reason:
        return Status.FAILED, f"late (attempts: {row.attempts}): {row.reason}"
    return Status.NOT_SENT, reason


def _prompt_reason(row: Outgoing) -> str:
    """Invitations go to planned prompts only, reminders to those invited before their time."""
    is_planned = row.prompt_status == Prompt.Status.PLANNED
    if row.kind == Notification.INVITATION:
        return "" if is_planned or _may_go_again(row) else f"prompt_{row.prompt_status}"
    if is_planned or (row.prompt_sent_at and row.prompt_sent_at > row.planned_at):
        return "invited_later"
    return "" if _reminds(row) else f"prompt_{row.prompt_status}"


def _may_go_again(row: Outgoing) -> bool:
    """Whether nobody knows if the invitation went out, and the study sends it again then."""
    is_uncertain = row.prompt_reason == UNCERTAIN and row.prompt_status == Prompt.Status.SENT
    return is_uncertain and row.uncertain_at is not None


def _reminds(row: Outgoing) -> bool:
    if row.prompt_status in Prompt.OPENED:
        is_asked_for = row.kind.startswith("snooze")
        return is_asked_for or row.reminders_until == Study.RemindersUntil.ANSWERED
    return row.prompt_status == Prompt.Status.SENT
