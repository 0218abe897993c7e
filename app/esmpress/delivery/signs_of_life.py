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
_LOGINS_FAILED = "esmpress:logins_failed"
_TASKS = "esmpress:tasks"
_PAGE_ERRORS = "esmpress:page_errors"
# Of all pages together: one broken release must not fill the log.
PAGE_ERRORS_A_MINUTE = 30
# Celery's own: the queue, and what workers have taken from it and not acknowledged.
_QUEUE, _TAKEN = "celery", "unacked"
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


def count_failed_login() -> None:
    """Count an attempt to log in that was refused; of whom is not kept."""
    try:
        redis_client().incr(_LOGINS_FAILED)
    except (RedisError, OSError) as error:
        log.warning("failed_login_not_counted", error=type(error).__name__)


def failed_logins() -> int:
    """How many attempts to log in were refused so far. Raises NothingKnown."""
    return _count(_LOGINS_FAILED)


def admit_page_error(*, now: datetime) -> bool:
    """Whether one more error of a page is to be told in this minute; counts it either way.

    Without Redis none is: there would be no limit.
    """
    minute = f"{_PAGE_ERRORS}:{now:%Y%m%d%H%M}"
    try:
        pipeline = redis_client().pipeline(transaction=False)
        pipeline.incr(minute)
        pipeline.expire(minute, timedelta(minutes=2))
        pipeline.incr(_PAGE_ERRORS)
        return bool(pipeline.execute()[0] <= PAGE_ERRORS_A_MINUTE)
    except (RedisError, OSError) as error:
        log.warning("page_error_not_counted", error=type(error).__name__)
        return False


def page_errors() -> int:
    """How many errors pages reported so far, told or not. Raises NothingKnown."""
    return _count(_PAGE_ERRORS)


def _count(key: str) -> int:
    try:
        seen = cast("bytes | None", redis_client().get(key))
    except (RedisError, OSError) as error:
        raise NothingKnown from error
    return int(seen or 0)


def queue() -> dict[str, int]:
    """How many tasks are `waiting` for a worker or `taken` and not done. Raises NothingKnown."""
    client = redis_client()
    try:
        waiting, taken = cast("int", client.llen(_QUEUE)), cast("int", client.hlen(_TAKEN))
    except (RedisError, OSError) as error:
        raise NothingKnown from error
    return {"waiting": waiting, "taken": taken}


def memory() -> dict[str, int]:
    """Bytes Redis has `used`, and the `limit` after which it takes no more; 0 for none.

    Raises NothingKnown.
    """
    try:
        found = cast("dict[str, int]", redis_client().info("memory"))
    except (RedisError, OSError) as error:
        raise NothingKnown from error
    return {"used": found["used_memory"], "limit": found.get("maxmemory", 0)}


def count_task(task: str, *, state: str, seconds: float, rows: int) -> None:
    """Count a task that ended: how, after how many seconds, with how many rows changed."""
    try:
        pipeline = redis_client().pipeline(transaction=False)
        pipeline.hincrby(_TASKS, f"{task}|{state}", 1)
        pipeline.hincrbyfloat(_TASKS, f"{task}|seconds", seconds)
        pipeline.hincrby(_TASKS, f"{task}|rows", rows)
        pipeline.execute()
    except (RedisError, OSError) as error:
        log.warning("task_not_counted", task=task, error=type(error).__name__)


def tasks() -> dict[tuple[str, str], float]:
    """By task: how often it ended in each state, its `seconds`, its `rows`. Raises NothingKnown."""
    try:
        found = cast("dict[bytes, bytes]", redis_client().hgetall(_TASKS))
    except (RedisError, OSError) as error:
        raise NothingKnown from error
    parts = {field.decode(): float(value) for field, value in sorted(found.items())}
    return {
        (name, what): value
        for field, value in parts.items()
        for name, _, what in [field.partition("|")]
    }


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
