from __future__ import annotations

import logging

import pytest
import sentry_sdk
import structlog
from celery import Celery
from django.http import HttpResponse
from django.urls import path
from sentry_sdk.crons import capture_checkin

from esmpress.sentry.room import MOST_A_MINUTE
from esmpress.sentry.starting import start_sentry
from tests.doubles.sentry_transport import KeptEnvelopes
from tests.sentry.serving import serve

REQUEST_ID = "0f" * 16


def fail(_request: object, token: str) -> HttpResponse:
    """A view with a fault."""
    raise ValueError(token)


def answer(_request: object) -> HttpResponse:
    """A view without."""
    return HttpResponse()


urlpatterns = [path("s/<str:token>", fail), path("fine", answer), path("healthz/live", answer)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


def test_an_error_tells_where_it_was_and_under_which_request(sent: KeptEnvelopes) -> None:
    serve("/s/a-token?q=1", headers={"x-request-id": REQUEST_ID})

    [event] = sent.payloads("event")
    [error] = event["exception"]["values"]
    assert (error["type"], event["release"]) == ("ValueError", "1.2.3")
    assert error["stacktrace"]["frames"][-1]["function"] == "fail"
    assert event["transaction"] == "/s/{token}"
    assert event["tags"] == {"request_id": REQUEST_ID}
    assert event["request"] == {"method": "GET"}


def test_a_request_is_timed_by_its_route(sent: KeptEnvelopes) -> None:
    serve("/fine")

    [transaction] = sent.payloads("transaction")
    assert transaction["transaction"] == "/fine"
    assert transaction["contexts"]["trace"]["op"] == "http.server"
    assert {span["op"] for span in transaction["spans"]} == {"event.django"}


def test_a_task_is_timed_by_its_name(sent: KeptEnvelopes) -> None:
    app = Celery("tests_timing", set_as_current=False)

    @app.task(name="tests.sweep")
    def sweep(said: str) -> None:
        logging.getLogger("some.library").warning(said)

    sweep.apply(args=("of ola",))

    assert [one["transaction"] for one in sent.payloads("transaction")] == ["tests.sweep"]
    assert "of ola" not in sent.bytes()


def test_health_is_not_timed(sent: KeptEnvelopes) -> None:
    serve("/healthz/live", headers={"sentry-trace": f"{'a' * 32}-{'b' * 16}-1"})

    assert sent.payloads("transaction") == []


def test_an_address_that_no_view_answers_is_not_told(sent: KeptEnvelopes) -> None:
    serve("/joined/ola")

    assert [one["transaction"] for one in sent.payloads("transaction")] == ["no route"]


def test_an_error_we_log_comes_with_its_stack(sent: KeptEnvelopes) -> None:
    try:
        int("twelve")
    except ValueError:
        structlog.get_logger("esmpress.somewhere").exception("row_not_read", row="of ola")

    [event] = sent.payloads("event")
    assert event["logentry"] == {"message": "row_not_read"}
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["exception"]["values"][0]["stacktrace"]["frames"]


@pytest.mark.parametrize(
    ("message", "values", "told"),
    [
        ("no mail to %s", ("ola",), "no mail to %s"),
        ("no mail to ola", (), "some.library:"),
    ],
)
def test_a_librarys_line_tells_its_template_or_where_it_is_written(
    message: str, values: tuple[str, ...], told: str, sent: KeptEnvelopes
) -> None:
    logging.getLogger("some.library").error(message, *values)

    [event] = sent.payloads("event")
    assert event["logentry"]["message"].startswith(told)
    assert "ola" not in sent.bytes()


def test_a_minute_has_room_for_so_many_errors_and_for_every_check_in(sent: KeptEnvelopes) -> None:
    for nth in range(3 * MOST_A_MINUTE):
        logging.getLogger("some.library").error("failed for %s", nth)
    capture_checkin(monitor_slug="sweep", status="ok")

    # The minute may end in between.
    assert MOST_A_MINUTE <= len(sent.payloads("event")) <= 2 * MOST_A_MINUTE
    assert len(sent.payloads("check_in")) == 1


def test_nothing_is_started_without_a_dsn() -> None:
    start_sentry(dsn="", environment="test", release=None, traces=1.0)

    assert not sentry_sdk.get_client().is_active()
