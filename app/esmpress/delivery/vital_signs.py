"""Whether sending stands still, and what stands still: Beat, the worker, or messages that wait."""

from __future__ import annotations

from datetime import datetime

from esmpress.delivery import signs_of_life
from esmpress.delivery.figures import stands_still

OK, STOPPED, LATE, UNKNOWN = "ok", "stopped", "late", "unknown"
DELIVERY = "delivery"


def vital_signs(*, now: datetime) -> dict[str, str]:
    """Of Beat, the worker and delivery: `ok`, `stopped`, `late` or `unknown`."""
    return processes(now=now) | {DELIVERY: delivery(now=now)}


def processes(*, now: datetime) -> dict[str, str]:
    """Of Beat and the worker: `ok`, `stopped`, or `unknown` when Redis cannot be asked."""
    try:
        seen = signs_of_life.last_seen()
    except signs_of_life.NothingKnown:
        return dict.fromkeys(signs_of_life.PROCESSES, UNKNOWN)
    limit = now - signs_of_life.STOPPED_AFTER
    return {name: OK if at and at > limit else STOPPED for name, at in seen.items()}


def delivery(*, now: datetime) -> str:
    """`late` when a message is not out yet that should have gone out long ago, else `ok`."""
    return LATE if stands_still(now=now) else OK
