from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from esmpress.delivery.models import Notification
from esmpress.delivery.signs_of_life import count_refusal, show_alive
from tests.delivery.builders import make_notification

pytestmark = pytest.mark.django_db
TOKEN = "a token of the test"
Samples = dict[tuple[str, str], float]


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN


def scrape(client: Client) -> Samples:
    """Each sample by its name and the value of its label, if it has one."""
    page = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(page.content.decode())
        for sample in family.samples
    }


def test_there_are_no_metrics_without_a_token_in_the_settings(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = ""

    page = client.get("/metrics", headers={"Authorization": "Bearer "})

    assert page.status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer wrong", TOKEN, f"Bearer {TOKEN}x", "Bearer ąę"])
def test_whoever_has_not_the_token_reads_nothing(given: str, client: Client) -> None:
    page = client.get("/metrics", headers={"Authorization": given})

    assert (page.status_code, page.content) == (401, b"")


def test_a_token_in_the_address_opens_nothing(client: Client) -> None:
    assert client.get(f"/metrics?token={TOKEN}").status_code == 401


def test_prometheus_asks_inside_the_machine_and_is_not_sent_to_tls(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/metrics").status_code == 401


def test_rows_are_counted_by_status(client: Client, broker: str) -> None:
    recently = timezone.now() - timedelta(minutes=5)
    make_notification()
    make_notification(status="uncertain", uncertain_at=recently)
    make_notification(status="bounced", planned_at=recently, settled_at=recently)

    found = scrape(client)

    counts = {status: found["esmpress_notifications", status] for status in Notification.Status}
    assert {status: count for status, count in counts.items() if count} == {
        "planned": 1,
        "uncertain": 1,
        "bounced": 1,
    }


def test_how_late_messages_go_out_and_how_long_the_oldest_waits(
    client: Client, broker: str
) -> None:
    planned = timezone.now() - timedelta(minutes=10)
    for seconds in (1, 2, 3, 40):
        handed_over = planned + timedelta(seconds=seconds)
        make_notification(status="accepted", planned_at=planned, handed_over_at=handed_over)
    make_notification(planned_at=planned)

    found = scrape(client)

    assert found["esmpress_lateness_seconds", "0.5"] == 2
    assert found["esmpress_lateness_seconds", "1"] == 40
    assert found["esmpress_lateness_messages", ""] == 4
    assert 600 <= found["esmpress_oldest_due_age_seconds", ""] < 630


def test_signs_of_life_and_refused_webhooks_are_there(client: Client, broker: str) -> None:
    now = timezone.now()
    show_alive("beat", now=now)
    for reason in ("signature", "signature", "too_old"):
        count_refusal(reason)

    found = scrape(client)

    last_seen = "esmpress_last_seen_timestamp_seconds"
    assert found[last_seen, "beat"] == pytest.approx(now.timestamp())
    assert (last_seen, "worker") not in found
    assert (found["esmpress_alive", "beat"], found["esmpress_alive", "worker"]) == (1, 0)
    assert found["esmpress_webhook_refused_total", "signature"] == 2
    assert found["esmpress_webhook_refused_total", "too_old"] == 1


def test_a_redis_that_is_away_does_not_hide_the_ledger(client: Client) -> None:
    found = scrape(client)

    assert found["esmpress_source_up", "redis"] == 0
    assert found["esmpress_source_up", "postgresql"] == 1
    assert found["esmpress_oldest_due_age_seconds", ""] == 0


def test_a_database_that_is_away_does_not_hide_the_signs_of_life(
    client: Client, broker: str
) -> None:
    show_alive("worker", now=timezone.now())

    def refuse(*_args: object) -> None:
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        found = scrape(client)

    assert found["esmpress_source_up", "postgresql"] == 0
    assert found["esmpress_alive", "worker"] == 1


def test_no_metric_tells_of_a_person_or_a_study(client: Client, broker: str) -> None:
    prompt = make_notification(reason="550 no such user ola@example.org").prompt

    page = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).content.decode()

    assert "example.org" not in page
    assert prompt.participant.study.slug not in page
