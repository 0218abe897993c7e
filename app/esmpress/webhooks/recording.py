"""What becomes of an event and of its endpoint after an attempt."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db.models.functions import Coalesce

from esmpress.webhooks.models import TEST, Delivery, Endpoint
from esmpress.webhooks.posting import Answer
from esmpress.webhooks.waits import wait_after

State = Delivery.State
# An endpoint that nothing reached for so long is switched off.
OFF_AFTER = timedelta(days=5)
_GONE = 410

log = structlog.get_logger(__name__)


def record(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    """Write down how an attempt ended; one that was claimed anew meanwhile keeps its own end."""
    if answer.is_taken:
        _taken(delivery, answer, now=now)
        return
    log.warning(
        "webhook_not_taken",
        endpoint=delivery.endpoint_id,
        delivery=delivery.pk,
        code=answer.code,
        failure=answer.failure,
    )
    _failed(delivery, answer, now=now)
    _note_failure(delivery.endpoint, is_gone=answer.code == _GONE, now=now)


def _taken(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    """That it was taken counts, whoever tried it again meanwhile."""
    Delivery.objects.filter(pk=delivery.pk).update(
        state=State.TAKEN, status_code=answer.code, failure="", ended_at=now
    )
    Endpoint.objects.filter(pk=delivery.endpoint_id, failing_since__isnull=False).update(
        failing_since=None
    )


def _failed(delivery: Delivery, answer: Answer, *, now: datetime) -> None:
    # Of a test somebody waits for the result: it is not sent by itself again.
    is_last = delivery.kind == TEST or answer.code == _GONE
    wait = None if is_last else wait_after(delivery.attempts)
    then = {"state": State.GIVEN_UP, "ended_at": now} if wait is None else {"due_at": now + wait}
    Delivery.objects.filter(pk=delivery.pk, state=State.WAITING, claim=delivery.claim).update(
        status_code=answer.code, failure=answer.failure or Delivery.Failure.ANSWER, **then
    )


def _note_failure(endpoint: Endpoint, *, is_gone: bool, now: datetime) -> None:
    mine = Endpoint.objects.filter(pk=endpoint.pk, off_at__isnull=True)
    mine.update(failing_since=Coalesce("failing_since", now))
    if is_gone:
        off, reason = mine, Endpoint.Off.GONE
    else:
        off, reason = mine.filter(failing_since__lte=now - OFF_AFTER), Endpoint.Off.FAILING
    if off.update(off_at=now, off_reason=reason):
        log.warning("webhook_endpoint_off", endpoint=endpoint.pk, reason=reason)
