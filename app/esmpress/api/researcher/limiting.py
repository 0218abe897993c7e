"""How many requests a token has in a minute, counted in Redis by all processes together.

Who is let through without Redis is known and can be revoked; a page has a thousand rows at most.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.utils import timezone
from redis.exceptions import RedisError
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from esmpress.api.researcher.tokens import token_of
from esmpress.delivery.signs_of_life import redis_client

REQUESTS_A_MINUTE = 120

log = structlog.get_logger(__name__)


class TokenThrottle(BaseThrottle):
    """Lets so many requests of a token through in each minute of the clock."""

    def allow_request(self, request: Request, view: APIView) -> bool:
        """Whether there is room for this one."""
        del view
        return _admit(token_of(request).pk, now=timezone.now())

    def wait(self) -> float:
        """Seconds until the next minute begins."""
        return 60 - timezone.now().second


def _admit(token_id: int, *, now: datetime) -> bool:
    minute = f"esmpress:api:{token_id}:{now:%Y%m%d%H%M}"
    try:
        pipeline = redis_client().pipeline(transaction=False)
        pipeline.incr(minute)
        pipeline.expire(minute, timedelta(minutes=2))
        return bool(pipeline.execute()[0] <= REQUESTS_A_MINUTE)
    except (RedisError, OSError) as error:
        log.warning("api_request_not_counted", error=type(error).__name__)
        return True
