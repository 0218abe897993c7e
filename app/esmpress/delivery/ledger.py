"""The ledger's news: writing down what became of each row that was claimed or handed over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.delivery.retrying import try_again
from esmpress.prompts import lifecycle

Status = Notification.Status


@transaction.atomic
def record(rows: Collection[Notification], outcome: Outcome, *, now: datetime) -> None:
    """Write down what the channel said of rows that were handed over.

    Only good news can correct what is settled: a late answer turns `uncertain` to `accepted`.
    """
    match outcome:
        case Accepted(provider_id):
            unsettled = (Status.HANDED_OVER, Status.UNCERTAIN)
            news = {"reason": "", "provider_id": provider_id, "accepted_at": now}
            settled = _settle(rows, Status.ACCEPTED, unsettled, now=now, **news)
            _mark_sent(settled, certain=True)
        case Unknown(reason):
            news = {"reason": reason[:200]}
            settled = _settle(rows, Status.UNCERTAIN, [Status.HANDED_OVER], now=now, **news)
            _mark_sent(settled, certain=False)
        case PermanentFailure(reason):
            give_up(rows, Status.FAILED, reason=reason, now=now)
        case TemporaryFailure(reason, retry_after):
            try_again(rows, reason, retry_after, now=now)


@transaction.atomic
def give_up(rows: Collection[Notification], status: str, *, reason: str, now: datetime) -> None:
    """Settle rows as `not_sent` or `failed`; without its invitation a prompt is not sent."""
    # Only as we know them: what was freed in the meantime may have been sent by another worker.
    known = {row.status for row in rows}
    settled = _settle(rows, status, known, now=now, reason=reason[:200])
    why = reason if status == Status.NOT_SENT else "delivery_failed"
    lifecycle.mark_not_sent([row.prompt_id for row in _invitations(settled)], reason=why, now=now)


def _settle(
    rows: Collection[Notification],
    status: str,
    unsettled: Collection[str],
    *,
    now: datetime,
    **fields: object,
) -> list[Notification]:
    """Settle those of the rows that still are `unsettled`, and say which: only they have news."""
    ours = Notification.objects.filter(pk__in=[row.pk for row in rows], status__in=unsettled)
    ids = set(ours.select_for_update().values_list("pk", flat=True))
    Notification.objects.filter(pk__in=ids).update(
        status=status, settled_at=now, lease_until=None, **fields
    )
    return [row for row in rows if row.pk in ids]


def _mark_sent(rows: Collection[Notification], *, certain: bool) -> None:
    """The prompts of invitations are sent as of the hand-over, whenever the answer came.

    Nobody can have opened a message before it, and an answer may come late or never.
    """
    by_instant: dict[datetime, list[int]] = defaultdict(list)
    for row in _invitations(rows):
        assert row.handed_over_at is not None
        by_instant[row.handed_over_at].append(row.prompt_id)
    for handed_over_at, prompt_ids in by_instant.items():
        lifecycle.mark_sent(prompt_ids, now=handed_over_at, certain=certain)


def _invitations(rows: Collection[Notification]) -> list[Notification]:
    return [row for row in rows if row.kind == Notification.INVITATION]
