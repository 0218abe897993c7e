"""`/metrics` for Prometheus, for whoever has the token: read anew at each scrape.

Nothing is counted in the process that answers: several serve, and none knows of the others.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from http import HTTPStatus

import structlog
from django.conf import settings
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from esmpress.delivery import signs_of_life, vital_signs
from esmpress.delivery.figures import Figures, figures

log = structlog.get_logger(__name__)

Source = Callable[[datetime], Iterable[Metric]]


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures; 404 unless METRICS_TOKEN is set, 401 without it as the bearer token."""
    if not settings.METRICS_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").encode()
    if not secrets.compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        return HttpResponse(status=HTTPStatus.UNAUTHORIZED, headers={"WWW-Authenticate": "Bearer"})
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Collector(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


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


def _from_ledger(now: datetime) -> Iterator[Metric]:
    found = figures(now=now)
    yield _by_label(
        "esmpress_notifications",
        "Messages: under way now, or settled of those planned in the last 24 hours.",
        "status",
        found.by_status,
    )
    yield GaugeMetricFamily(
        "esmpress_oldest_due_age_seconds",
        "How long past its moment the oldest message is that is not out yet.",
        found.oldest_due_age.total_seconds(),
    )
    yield from _lateness(found)
    yield GaugeMetricFamily(
        "esmpress_provider_events_waiting", "Events not applied yet.", found.events_waiting
    )
    yield GaugeMetricFamily(
        "esmpress_coordinator_alerts_waiting", "Alerts not mailed yet.", found.alerts_waiting
    )


def _lateness(found: Figures) -> Iterator[Metric]:
    late = found.lateness
    yield _by_label(
        "esmpress_lateness_seconds",
        "Hand-over minus planned moment, of messages planned in the last hour.",
        "quantile",
        {f"{quantile:g}": seconds for quantile, seconds in late.quantiles.items()},
    )
    yield GaugeMetricFamily("esmpress_lateness_messages", "How many messages that is.", late.count)


def _from_redis(now: datetime) -> Iterator[Metric]:
    seen = signs_of_life.last_seen()
    yield _by_label(
        "esmpress_last_seen_timestamp_seconds",
        "When a process was alive last; none for never.",
        "process",
        {name: at.timestamp() for name, at in seen.items() if at},
    )
    states = vital_signs.processes(now=now)
    alive = {name: float(state == vital_signs.OK) for name, state in states.items()}
    yield _by_label("esmpress_alive", "Whether a process is alive.", "process", alive)
    refused = CounterMetricFamily(
        "esmpress_webhook_refused", "Calls of the webhook that were refused.", labels=["reason"]
    )
    for reason, count in signs_of_life.refusals().items():
        refused.add_metric([reason], count)
    yield refused


def _by_label(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, number in values.items():
        family.add_metric([str(value)], number)
    return family


_SOURCES: dict[str, Source] = {"postgresql": _from_ledger, "redis": _from_redis}
