from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from esmpress.delivery.figures import STANDS_STILL_AFTER, figures, oldest_due_age, stands_still
from esmpress.delivery.lateness import lateness_of
from esmpress.delivery.study_figures import ends_of
from esmpress.studies.models import Study
from tests.delivery.builders import make_notification

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)


def test_an_empty_ledger_has_nothing_late(now: datetime) -> None:
    found = figures(now=now)

    assert set(found.by_status.values()) == {0}
    assert found.oldest_due_age == timedelta()
    assert (found.lateness.count, found.lateness.quantiles) == (0, {})
    assert (found.events_waiting, found.alerts_waiting) == (0, 0)


def test_what_is_planned_for_later_is_not_due(now: datetime) -> None:
    make_notification(due_at=now + SECOND)

    assert oldest_due_age(now=now) == timedelta()


def test_the_oldest_due_row_counts_from_the_moment_it_should_be_tried(now: datetime) -> None:
    make_notification(due_at=now - 40 * SECOND)
    make_notification(status="due", due_at=now - 50 * SECOND, planned_at=now - HOUR)
    make_notification(status="accepted", due_at=now - HOUR)

    assert oldest_due_age(now=now) == 50 * SECOND


@pytest.mark.parametrize(("short_of", "still"), [(0, True), (1, False)])
def test_sending_stands_still_once_a_row_waits_too_long(
    short_of: int, still: bool, now: datetime
) -> None:
    make_notification(due_at=now - STANDS_STILL_AFTER + short_of * SECOND)

    assert stands_still(now=now) is still


def test_an_uncertain_row_counts_before_and_after_it_is_settled(now: datetime) -> None:
    for settled_at in (None, now):
        make_notification(status="uncertain", uncertain_at=now, settled_at=settled_at)

    found = figures(now=now)

    assert (found.under_way["uncertain"], found.settled["uncertain"]) == (1, 1)
    assert found.by_status["uncertain"] == 2


def test_what_was_settled_for_messages_of_other_days_is_not_counted(now: datetime) -> None:
    make_notification(status="delivered", planned_at=now - timedelta(hours=24))
    make_notification(status="delivered", planned_at=now - timedelta(hours=24) + SECOND)

    assert figures(now=now).by_status["delivered"] == 1


def test_lateness_has_quantiles_bars_and_a_maximum(now: datetime) -> None:
    for seconds in (0.2, 0.4, 1, 3, 4, 9, 20, 1000):
        late = timedelta(seconds=seconds)
        make_notification(status="accepted", planned_at=now, handed_over_at=now + late)

    found = lateness_of(since=now - SECOND, until=now)

    assert found.quantiles == {0.5: 3, 0.95: 1000, 0.99: 1000, 1.0: 1000}
    assert found.bars == [2, 1, 2, 1, 1, 0, 0, 0, 0, 1]
    assert sum(found.bars) == found.count == 8


def test_a_clock_set_back_makes_nothing_early(now: datetime) -> None:
    make_notification(planned_at=now, handed_over_at=now - HOUR)

    assert lateness_of(since=now - SECOND, until=now).quantiles[1.0] == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda now: figures(now=now),
        lambda now: stands_still(now=now),
        lambda now: oldest_due_age(now=now),
        lambda now: ends_of(Study.objects.get(), since=now - HOUR),
    ],
)
def test_no_figure_reads_the_whole_ledger(ask: Callable[[datetime], object], now: datetime) -> None:
    make_old_rows(20_000, now=now)
    statements: list[tuple[str, Any]] = []

    def note(execute: Callable[..., object], sql: str, params: Any, *rest: object) -> object:
        statements.append((sql, params))
        return execute(sql, params, *rest)

    with connection.execute_wrapper(note):
        ask(now)

    for sql, params in statements:
        if "delivery_notification" in sql:
            assert "Seq Scan on delivery_notification" not in plan_of(sql, params), sql


def make_old_rows(count: int, *, now: datetime) -> None:
    """Delivered invitations of long ago, all about one prompt."""
    row = make_notification(status="delivered", planned_at=now - timedelta(days=30))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE delivery_notification DROP CONSTRAINT notification_once")
        cursor.execute("DROP INDEX notification_mailed_once")
        cursor.execute(
            "INSERT INTO delivery_notification (public_id, prompt_id, kind, channel, status,"
            " reason, attempts, planned_at, due_at, open_until, provider_id)"
            " SELECT gen_random_uuid(), prompt_id, kind, channel, status, '', 1,"
            " planned_at - n * interval '1 minute', due_at, open_until, ''"
            " FROM delivery_notification, generate_series(1, %s) n WHERE id = %s",
            [count, row.pk],
        )
        cursor.execute("ANALYZE delivery_notification")


def plan_of(sql: str, params: Any) -> str:
    """How PostgreSQL would run the statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {sql}", params)
        return "\n".join(line for (line,) in cursor.fetchall())
