"""`/metrics` for Prometheus, at a port of its own, for whoever has the token.

What the product does is read anew at each scrape from where all processes leave it; only requests
are counted by the processes that answer them, in files that they share.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from esmpress.delivery import signs_of_life
from esmpress.health import sources

log = structlog.get_logger(__name__)

Source = Callable[[datetime], Iterable[Metric]]


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 404 but at METRICS_PORT, 401 without METRICS_TOKEN as the bearer token."""
    port = settings.METRICS_PORT
    if not (settings.METRICS_TOKEN and port) or request.META["SERVER_PORT"] != port:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(timezone.now()))
    page = generate_latest(registry) + generate_latest(_requests())
    return HttpResponse(page, content_type=CONTENT_TYPE_LATEST)


def _requests() -> CollectorRegistry:
    """What this process has counted; what all of them have where they share a folder."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    registry = CollectorRegistry(auto_describe=False)
    MultiProcessCollector(registry)
    return registry


class _Collector:
    """Collects what can be read: an outage of one source must not hide the other."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        """Every metric of each source that answers, and which do."""
        up = GaugeMetricFamily("esmpress_source_up", "Whether it could be read.", labels=["source"])
        for name, source in _SOURCES.items():
            try:
                found = list(source(self.now))
            except (DatabaseError, signs_of_life.NothingKnown) as error:
                log.warning("no_figures", source=name, error=type(error).__name__)
                found = []
            up.add_metric([name], 1 if found else 0)
            yield from found
        yield up


_SOURCES: dict[str, Source] = {
    "postgresql": sources.from_ledger,
    "redis": sources.from_redis,
    "redis_memory": sources.from_redis_memory,
}
