"""Where figures are read from: the ledger in PostgreSQL, and what processes leave in Redis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import accumulate

from django.db import connection
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from esmpress.accounts import attempting
from esmpress.delivery import signs_of_life, vital_signs
from esmpress.delivery.figures import Figures, figures
from esmpress.delivery.lateness import EDGES
from esmpress.webhooks.figures import figures as webhook_figures


def from_ledger(now: datetime) -> Iterator[Metric]:
    """The ledger: what waits, what became of messages, how late they went out."""
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
    yield from _webhooks(now)
    yield GaugeMetricFamily(
        "esmpress_logins_waiting",
        "Accounts, devices and networks that have to wait, as guesses failed.",
        attempting.waiting(now=now),
    )
    yield _by_label(
        "esmpress_database_connections",
        "Connections of all to the server.",
        "of",
        _connections(),
    )


def _webhooks(now: datetime) -> Iterator[Metric]:
    told = webhook_figures(now=now)
    yield _by_label(
        "esmpress_webhooks",
        "Events for researchers' programs: waiting, waiting after a failure, given up today.",
        "state",
        {"waiting": told.waiting, "retried": told.retried, "given_up": told.given_up},
    )
    yield GaugeMetricFamily(
        "esmpress_webhook_endpoints_off", "Switched off, as they failed.", told.endpoints_off
    )


def _connections() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(numbackends), current_setting('max_connections')::int FROM pg_stat_database"
        )
        used, limit = cursor.fetchone()
    return {"used": int(used), "limit": limit}


def _lateness(found: Figures) -> Iterator[Metric]:
    late = found.lateness
    yield _by_label(
        "esmpress_lateness_seconds",
        "Hand-over minus planned moment, of messages planned in the last hour.",
        "quantile",
        {f"{quantile:g}": seconds for quantile, seconds in late.quantiles.items()},
    )
    yield GaugeMetricFamily("esmpress_lateness_messages", "How many messages that is.", late.count)
    yield _by_label(
        "esmpress_lateness_under_messages",
        "How many of them were less than so many seconds late.",
        "seconds",
        dict(zip(map(str, EDGES), accumulate(late.bars), strict=False)),
    )


def from_redis(now: datetime) -> Iterator[Metric]:
    """What worker and Beat leave there: that they live, what they did, what waits for them."""
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
    yield from _tasks()
    yield CounterMetricFamily(
        "esmpress_page_errors", "Errors that pages reported.", signs_of_life.page_errors()
    )
    yield CounterMetricFamily(
        "esmpress_logins_failed", "Log-ins that were refused.", signs_of_life.failed_logins()
    )
    queue = signs_of_life.queue()
    yield _by_label("esmpress_queue_tasks", "Tasks at the broker.", "state", queue)


def _tasks() -> Iterator[Metric]:
    ended = CounterMetricFamily("esmpress_tasks", "Tasks that ended.", labels=["task", "state"])
    seconds = CounterMetricFamily("esmpress_task_seconds", "How long they took.", labels=["task"])
    rows = CounterMetricFamily("esmpress_task_rows", "Rows they changed.", labels=["task"])
    for (name, what), value in signs_of_life.tasks().items():
        if what == "seconds":
            seconds.add_metric([name], value)
        elif what == "rows":
            rows.add_metric([name], value)
        else:
            ended.add_metric([name, what], value)
    yield from (ended, seconds, rows)


def from_redis_memory(_now: datetime) -> Iterator[Metric]:
    """How full Redis is: it refuses tasks rather than lose some."""
    memory = signs_of_life.memory()
    yield _by_label("esmpress_redis_memory_bytes", "Bytes; no limit is 0.", "of", memory)


def _by_label(name: str, words: str, label: str, values: Mapping[str, float]) -> Metric:
    family = GaugeMetricFamily(name, words, labels=[label])
    for value, number in values.items():
        family.add_metric([str(value)], number)
    return family
