"""The pause SendGrid asked for, known to all processes through Redis.

Losing it costs a request that is refused once more, and no message.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import cast

import structlog
from django.utils import timezone
from redis.exceptions import RedisError

from esmpress.delivery.signs_of_life import redis_client

_PAUSED = "esmpress:sendgrid_paused_until"
# However long SendGrid asks to wait, it is asked again after so long: the operator may have mended
# what was wrong.
LONGEST = timedelta(minutes=5)

log = structlog.get_logger(__name__)


def pause(wait: timedelta) -> None:
    """Send nothing for as long as SendGrid asked."""
    wait = min(wait, LONGEST)
    if wait <= timedelta():
        return
    try:
        until = (timezone.now() + wait).timestamp()
        redis_client().set(_PAUSED, until, px=wait)
    except (RedisError, OSError) as error:
        log.warning("pause_not_noted", error=type(error).__name__)


def is_paused(*, now: datetime) -> bool:
    """Whether SendGrid asked to wait beyond `now`; not, as far as is known, without Redis."""
    try:
        until = cast("bytes | None", redis_client().get(_PAUSED))
    except (RedisError, OSError):
        return False
    return until is not None and now.timestamp() < float(until)
