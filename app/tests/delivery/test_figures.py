from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery import vital_signs
from esmpress.delivery.figures import STANDS_STILL_AFTER, figures, oldest_due_age, stands_still
from esmpress.delivery.lateness import lateness_of
from esmpress.delivery.study_figures import ends_of, study_figures
from esmpress.delivery.sweeps import dispatch_due_notifications, settle_leases
from esmpress.studies.models import Study
from tests.delivery.builders import claim, make_notification
from tests.factories import make_prompt

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
HOUR = timedelta(hours=1)
UNDER_WAY = ("planned", "due", "claimed", "handed_over")


def test_an_empty_ledger_has_nothing_late(now: datetime) -> None:
    found = figures(now=now)

    assert set(found.by_status.values()) == {0}
    assert found.oldest_due_age == timedelta()
    assert (found.lateness.count, found.lateness.quantiles) == (0, {})
    assert (found.events_waiting, found.alerts_waiting) == (0, 0)


def test_what_is_planned_for_later_is_not_due(now: datetime) -> None:
    make_notification(planned_at=now + SECOND, due_at=now + SECOND)

    assert oldest_due_age(now=now) == timedelta()
    assert study_figures(Study.objects.get(), since=None, now=now).oldest_waiting == timedelta()


@pytest.mark.parametrize("status", UNDER_WAY)
def test_a_message_is_overdue_from_its_planned_moment_until_it_is_out(
    status: str, now: datetime
) -> None:
    planned, put_off = now - 50 * SECOND, now + HOUR
    prompt = make_prompt()
    make_notification(prompt, planned_at=now - 40 * SECOND)
    make_notification(
        prompt,
        kind="reminder_1",
        status=status,
        planned_at=planned,
        due_at=put_off,
        lease_until=put_off,
    )
    make_notification(status="accepted", planned_at=now - HOUR)

    assert oldest_due_age(now=now) == 50 * SECOND
    study = prompt.participant.study
    assert study_figures(study, since=None, now=now).oldest_waiting == 50 * SECOND


@pytest.mark.parametrize("status", UNDER_WAY)
@pytest.mark.parametrize(("short_of", "still"), [(0, True), (1, False)])
def test_sending_stands_still_once_a_message_is_overdue_too_long(
    short_of: int, still: bool, status: str, now: datetime
) -> None:
    planned = now - STANDS_STILL_AFTER + short_of * SECOND
    make_notification(status=status, planned_at=planned, due_at=now + HOUR, lease_until=now + HOUR)

    assert stands_still(now=now) is still


def test_a_worker_that_dies_of_each_claim_is_noticed(now: datetime) -> None:
    make_notification()
    signs, ages = [], []
    for minute in range(0, 20, 5):
        at = now + timedelta(minutes=minute)
        settle_leases(now=at)
        assert claim(channel="smtp", limit=50, now=at)
        signs.append(vital_signs.delivery(now=at + SECOND))
        ages.append(oldest_due_age(now=at + SECOND))

    assert signs == ["ok", "late", "late", "late"]
    assert ages == [timedelta(minutes=minute, seconds=1) for minute in (0, 5, 10, 15)]


def test_a_provider_that_refuses_everything_is_noticed(
    now: datetime, sendgrid: SendGridServer, settings: Settings
) -> None:
    settings.SENDGRID_API_KEY = "SG.wrong"
    make_prompt()
    signs = []
    for minute in range(8):
        at = now + timedelta(minutes=minute)
        dispatch_due_notifications(now=at)
        signs.append(vital_signs.delivery(now=at))

    assert signs == ["ok", "ok", *["late"] * 6]


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


@pytest.mark.parametrize(
    ("status", "counts"),
    [
        *((status, 1) for status in ("handed_over", "accepted", "deferred", "delivered")),
        *((status, 1) for status in ("bounced", "dropped", "uncertain")),
        *((status, 0) for status in ("planned", "due", "claimed", "not_sent", "failed")),
    ],
)
def test_what_was_handed_over_and_refused_has_not_gone_out(
    status: str, counts: int, now: datetime
) -> None:
    row = make_notification(status=status, handed_over_at=now, lease_until=now)

    assert lateness_of(since=now - SECOND, until=now).count == counts
    study = row.prompt.participant.study
    for since in (now - SECOND, None):
        assert ends_of(study, since=since, now=now).lateness.count == counts


def test_a_clock_set_back_makes_nothing_early(now: datetime) -> None:
    make_notification(status="accepted", planned_at=now, handed_over_at=now - HOUR)

    assert lateness_of(since=now - SECOND, until=now).quantiles[1.0] == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda now: figures(now=now),
        lambda now: stands_still(now=now),
        lambda now: oldest_due_age(now=now),
        lambda now: study_figures(Study.objects.get(), since=now - HOUR, now=now),
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
