"""What processes tell each other through Redis: that they are alive, and what they refused.

Losing it loses nothing but the knowledge: whoever writes goes on without, whoever reads says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import cast

import structlog
from django.conf import settings
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

BEAT, WORKER = "beat", "worker"
PROCESSES = (BEAT, WORKER)
# Beat and the worker show themselves every five seconds.
STOPPED_AFTER = timedelta(seconds=60)

_ALIVE = "esmpress:alive:"
_REFUSED = "esmpress:webhook_refused"
# Long enough to say since when a process stands still, and then forgotten.
_REMEMBERED = timedelta(days=7)
_TIMEOUT_SECONDS = 1

log = structlog.get_logger(__name__)


class NothingKnown(Exception):
    """Redis cannot be asked."""


def show_alive(process: str, *, now: datetime) -> None:
    """Leave a sign of life of a process; without Redis none is left."""
    try:
        redis_client().set(f"{_ALIVE}{process}", now.timestamp(), ex=_REMEMBERED)
    except (RedisError, OSError) as error:
        log.warning("no_sign_of_life_left", process=process, error=type(error).__name__)


def last_seen() -> dict[str, datetime | None]:
    """When Beat and the worker were alive last; None for never. Raises NothingKnown."""
    try:
        values = redis_client().mget([f"{_ALIVE}{process}" for process in PROCESSES])
    except (RedisError, OSError) as error:
        raise NothingKnown from error
    found = cast("Iterable[bytes | None]", values)
    return {
        process: datetime.fromtimestamp(float(value), UTC) if value is not None else None
        for process, value in zip(PROCESSES, found, strict=True)
    }


def count_refusal(reason: str) -> None:
    """Count a call of the webhook that was refused, by a short word for the reason."""
    try:
        redis_client().hincrby(_REFUSED, reason, 1)
    except (RedisError, OSError) as error:
        log.warning("refusal_not_counted", reason=reason, error=type(error).__name__)


def refusals() -> dict[str, int]:
    """How many calls of the webhook were refused so far, by reason. Raises NothingKnown."""
    try:
        found = cast("dict[bytes, bytes]", redis_client().hgetall(_REFUSED))
    except (RedisError, OSError) as error:
        raise NothingKnown from error
    return {reason.decode(): int(count) for reason, count in sorted(found.items())}


def redis_client() -> Redis:
    """A client that waits for no more than a second; raises RedisError or OSError when used."""
    return _client_of(settings.REDIS_URL)


@cache
def _client_of(url: str) -> Redis:
    # Once more, on a new connection: the one kept may be from before Redis was started anew.
    return Redis.from_url(
        url,
        socket_timeout=_TIMEOUT_SECONDS,
        socket_connect_timeout=_TIMEOUT_SECONDS,
        retry=Retry(NoBackoff(), 1),
    )
