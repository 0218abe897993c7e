"""Liveness for Docker (this process alone), readiness for the proxy (what it stands on).

A Beat or worker that stopped is named by readiness and does not make it fail: the participant page
must stay up while sending stands still. `delivering` is what monitors ask. See docs/adr/0011.
"""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

import redis
import structlog
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from esmpress.delivery import vital_signs

TIMEOUT_SECONDS = 2

log = structlog.get_logger(__name__)


@never_cache
def live(_request: HttpRequest) -> JsonResponse:
    """200 as long as the process answers; an outage elsewhere must not restart it."""
    return JsonResponse({"status": "ok"})


@never_cache
def ready(_request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and Redis are there, else 503; each by name.

    Whether Beat, worker and delivery go on stands beside them and changes no status.
    """
    database = _passes(_database_answers)
    checks = {
        "database": database,
        "migrations": database and _passes(_migrations_are_applied),
        "redis": _passes(_redis_answers),
    }
    status = HTTPStatus.OK if all(checks.values()) else HTTPStatus.SERVICE_UNAVAILABLE
    found = {name: "ok" if passed else "failed" for name, passed in checks.items()}
    return JsonResponse(found | _signs(database=database), status=status)


@never_cache
def delivering(_request: HttpRequest) -> JsonResponse:
    """200 while Beat and worker are alive and no message waits for long, else 503; each by name."""
    signs = _signs(database=True)
    goes_on = all(sign == vital_signs.OK for sign in signs.values())
    status = HTTPStatus.OK if goes_on else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(signs, status=status)


def _signs(*, database: bool) -> dict[str, str]:
    """Of Beat, worker and delivery; what cannot be asked is unknown.

    A `database` that did not answer is not waited for once more.
    """
    now = timezone.now()
    delivery = vital_signs.UNKNOWN
    if database:
        try:
            delivery = vital_signs.delivery(now=now)
        except DatabaseError as error:
            log.warning("delivery_unknown", error=type(error).__name__)
    return vital_signs.processes(now=now) | {vital_signs.DELIVERY: delivery}


def _passes(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception as error:  # noqa: BLE001
        # Whatever is wrong, the answer is "not ready"; the log says what it was.
        log.warning("not_ready", check=check.__name__, error=type(error).__name__)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def _migrations_are_applied() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis_answers() -> bool:
    client = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=TIMEOUT_SECONDS,
    )
    try:
        return bool(client.ping())
    finally:
        client.close()
