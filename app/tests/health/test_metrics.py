from __future__ import annotations

import shutil
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AbstractUser
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from esmpress.accounts.attempting import FREE_OF_ACCOUNT, Key, charge
from esmpress.celery import app
from esmpress.delivery.models import Notification
from esmpress.delivery.signs_of_life import count_refusal, redis_client, show_alive
from tests.delivery.builders import make_notification

pytestmark = pytest.mark.django_db
TOKEN, PORT = "a token of the test", "9464"
Samples = dict[tuple[str, str], float]


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN, settings.METRICS_PORT = TOKEN, PORT


def ask(client: Client, given: str = f"Bearer {TOKEN}", port: str = PORT) -> Any:
    """What comes to whoever shows this at that port."""
    return client.get("/metrics", headers={"Authorization": given}, SERVER_PORT=port)


def scrape(client: Client) -> Samples:
    """Each sample by its name and the value of its label, if it has one."""
    page = ask(client)
    return {
        (sample.name, next(iter(sample.labels.values()), "")): sample.value
        for family in text_string_to_metric_families(page.content.decode())
        for sample in family.samples
    }


def refuse(*_args: object) -> None:
    """What the database answers to whatever it is asked."""
    raise DatabaseError


def test_there_are_no_metrics_without_a_token_in_the_settings(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = ""

    assert ask(client, "Bearer ").status_code == 404


@pytest.mark.parametrize("port", ["80", "8000"])
def test_there_are_no_metrics_at_the_port_people_come_to(port: str, client: Client) -> None:
    forged = {"X-Forwarded-Port": PORT, "Host": f"testserver:{PORT}"}

    page = client.get(
        "/metrics", headers={"Authorization": f"Bearer {TOKEN}"} | forged, SERVER_PORT=port
    )

    assert page.status_code == 404


def test_there_are_no_metrics_without_a_port_in_the_settings(
    client: Client, settings: Settings
) -> None:
    settings.METRICS_PORT = ""

    assert ask(client).status_code == 404


@pytest.mark.parametrize("given", ["", "Bearer wrong", TOKEN, f"Bearer {TOKEN}x", "Bearer ąę"])
def test_whoever_has_not_the_token_reads_nothing(given: str, client: Client) -> None:
    page = ask(client, given)

    assert (page.status_code, page.content) == (401, b"")


def test_a_token_in_the_address_opens_nothing(client: Client) -> None:
    assert client.get(f"/metrics?token={TOKEN}", SERVER_PORT=PORT).status_code == 401


def test_prometheus_asks_inside_the_machine_and_is_not_sent_to_tls(
    client: Client, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT = True

    assert ask(client, "").status_code == 401


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
    under = {seconds: found["esmpress_lateness_under_messages", seconds] for seconds in "125"}
    assert under == {"1": 0, "2": 1, "5": 3}
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


def test_who_has_to_wait_is_counted(client: Client, broker: str) -> None:
    for _ in range(FREE_OF_ACCOUNT):
        charge([Key("account", "jo@example.org")], now=timezone.now())

    assert scrape(client)["esmpress_logins_waiting", ""] == 1


def test_log_ins_that_are_refused_are_counted(
    client: Client, broker: str, django_user_model: type[AbstractUser]
) -> None:
    django_user_model.objects.create_user("jo", password="right", is_staff=True)

    for password in ("wrong", "wrong again", "right"):
        client.post("/admin/login/", {"username": "jo", "password": password})

    assert scrape(client)["esmpress_logins_failed_total", ""] == 2


def test_a_log_in_fails_as_ever_while_redis_is_away(
    client: Client, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.post("/admin/login/", {"username": "jo", "password": "secret-of-jo"})

    assert answer.status_code == 200
    assert "failed_login_not_counted" in caplog.text
    assert "secret-of-jo" not in caplog.text


def test_tasks_tell_how_often_how_long_and_with_what_result(client: Client, broker: str) -> None:
    app.loader.import_default_modules()
    task = app.tasks["esmpress.delivery.tasks.apply_events"]
    task.apply()
    with connection.execute_wrapper(refuse):
        task.apply()

    found = {
        (sample.name, sample.labels.get("state", ""), sample.labels.get("task", "")): sample.value
        for family in text_string_to_metric_families(ask(client).content.decode())
        for sample in family.samples
    }
    assert found["esmpress_tasks_total", "success", "apply_events"] == 1
    assert found["esmpress_tasks_total", "failure", "apply_events"] == 1
    assert 0 < found["esmpress_task_seconds_total", "", "apply_events"] < 5
    assert found["esmpress_task_rows_total", "", "apply_events"] == 0


def test_the_broker_tells_of_its_queue(client: Client, broker: str) -> None:
    redis_client().rpush("celery", "one", "two")
    redis_client().hset("unacked", "three", "x")

    found = scrape(client)

    queue = {state: found["esmpress_queue_tasks", state] for state in ("waiting", "taken")}
    assert queue == {"waiting": 2, "taken": 1}


@pytest.mark.skipif(shutil.which("redis-server") is None, reason="the stand-in has no memory")
def test_redis_tells_how_full_it_is(client: Client, broker: str) -> None:
    found = scrape(client)

    memory = {of: found["esmpress_redis_memory_bytes", of] for of in ("used", "limit")}
    assert memory["used"] > 0
    assert memory["limit"] == 0


def test_the_database_tells_of_its_connections(client: Client) -> None:
    found = scrape(client)

    limit = found["esmpress_database_connections", "limit"]
    assert 1 <= found["esmpress_database_connections", "used"] < limit


def test_requests_are_counted_by_view_and_nobody_makes_up_methods(client: Client) -> None:
    client.get("/healthz/live")
    client.generic("BREW", "/healthz/live")

    page = ask(client).content.decode()

    assert 'view="esmpress.health.views.live"' in page
    assert "BREW" not in page


def test_a_redis_that_is_away_does_not_hide_the_ledger(client: Client) -> None:
    found = scrape(client)

    assert found["esmpress_source_up", "redis"] == 0
    assert found["esmpress_source_up", "postgresql"] == 1
    assert found["esmpress_oldest_due_age_seconds", ""] == 0


def test_a_database_that_is_away_does_not_hide_the_signs_of_life(
    client: Client, broker: str
) -> None:
    show_alive("worker", now=timezone.now())

    with connection.execute_wrapper(refuse):
        found = scrape(client)

    assert found["esmpress_source_up", "postgresql"] == 0
    assert found["esmpress_alive", "worker"] == 1


def test_no_metric_tells_of_a_person_or_a_study(client: Client, broker: str) -> None:
    prompt = make_notification(reason="550 no such user ola@example.org").prompt

    page = ask(client).content.decode()

    assert "example.org" not in page
    assert prompt.participant.study.slug not in page
