"""The sweep that sends events: each is sent until it is taken, so sometimes twice.

Whoever receives knows a second copy by its webhook-id. No transaction is open while one is sent.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from esmpress.sealing import KeyMissing
from esmpress.webhooks.bodies import body_of
from esmpress.webhooks.claiming import claim_next, end_what_is_not_sent
from esmpress.webhooks.models import Delivery, Endpoint
from esmpress.webhooks.posting import Answer, post
from esmpress.webhooks.recording import record
from esmpress.webhooks.signing import signed_headers

# A tick begins nothing new after so long: with the last one's ten seconds it ends about when the
# next begins, and leaves the worker's other hand to the mail.
TICK = timedelta(seconds=8)
_ALWAYS = {"Content-Type": "application/json", "User-Agent": "ESMpress"}

log = structlog.get_logger(__name__)


def send_events(*, now: datetime) -> int:
    """Send what is due by `now`; how many were taken."""
    return keep_sending(clock=lambda: now)


def keep_sending(*, clock: Callable[[], datetime]) -> int:
    """Send what is due until nothing is, or the tick is over; how many were taken."""
    until, taken = clock() + TICK, 0
    end_what_is_not_sent(now=clock())
    tried: set[int] = set()
    while (now := clock()) < until and (delivery := claim_next(tried=tried, now=now)) is not None:
        tried.add(delivery.endpoint_id)
        answer = send(delivery, now=now)
        record(delivery, answer, now=clock())
        taken += answer.is_taken
    return taken


def send(delivery: Delivery, *, now: datetime) -> Answer:
    """Post an event that is ours to its endpoint, signed."""
    body = body_of(delivery)
    try:
        keys = keys_of(delivery.endpoint, now=now)
    except KeyMissing as error:
        # The operator's to mend, and no fault of the endpoint.
        log.error("key_missing", reason=str(error), endpoint=delivery.endpoint_id)
        return Answer(failure=Delivery.Failure.KEY)
    signed = signed_headers(body, identifier=str(delivery.public_id), keys=keys, now=now)
    return post(delivery.endpoint.url, body, _ALWAYS | signed)


def keys_of(endpoint: Endpoint, *, now: datetime) -> list[str]:
    """The secret, and the one before while it counts; raises KeyMissing."""
    old = endpoint.old_secret
    counts = endpoint.old_secret_until is not None and now < endpoint.old_secret_until
    return [endpoint.secret, *([old] if old and counts else [])]
