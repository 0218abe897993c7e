"""A link of a participant, planted wherever Sentry's library looks: its token never leaves."""

from __future__ import annotations

import logging

import pytest
import sentry_sdk
from celery import Celery
from django.http import HttpRequest, HttpResponse
from django.urls import re_path

from esmpress.redaction import SECRET_PATHS
from tests.doubles.sentry_transport import KeptEnvelopes
from tests.sentry.serving import serve

TOKEN = "Zm9vYmFy-YmF6cXV4_MTIzNDU2Nzg5MDEy"
PLACES = [path.replace(r"[^/\s?]+", "study") for path in SECRET_PATHS]


def break_down(request: HttpRequest) -> HttpResponse:
    """A view that quotes all it has."""
    link = request.get_full_path()
    logging.getLogger("some.library").warning("asked for %s", link)
    sentry_sdk.add_breadcrumb(
        category="httplib", message=link, data={"url": link, "http.query": link}
    )
    sentry_sdk.set_tag("link", link)
    sentry_sdk.set_extra("link", link)
    raise ValueError(f"nothing at {link} for {TOKEN}")


urlpatterns = [re_path("^", break_down)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.mark.parametrize("place", PLACES)
def test_a_request_for_a_link_tells_no_token(place: str, sent: KeptEnvelopes) -> None:
    link = f"/{place}/{TOKEN}"

    serve(
        f"{link}?from={link}&token={TOKEN}", headers={"referer": f"https://esm.example.org{link}"}
    )

    [event] = sent.payloads("event")
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["breadcrumbs"]
    assert len(sent.payloads("transaction")) == 1
    assert TOKEN not in sent.bytes()


@pytest.mark.parametrize("place", PLACES)
def test_a_task_about_a_link_tells_no_token(place: str, sent: KeptEnvelopes) -> None:
    app = Celery("tests_links", set_as_current=False)

    @app.task(name="tests.about_a_link")
    def about(link: str, *, token: str) -> None:
        raise ValueError(f"{link} {token}")

    about.apply(args=(f"https://esm.example.org/{place}/{TOKEN}",), kwargs={"token": TOKEN})

    [event] = sent.payloads("event")
    assert event["transaction"] == "tests.about_a_link"
    assert TOKEN not in sent.bytes()


@pytest.mark.parametrize("place", PLACES)
def test_a_log_line_about_a_link_tells_no_token(place: str, sent: KeptEnvelopes) -> None:
    link = f"/{place}/{TOKEN}"
    log = logging.getLogger("some.library")

    log.error("could not open %s", link)
    log.error("could not open " + link)  # noqa: G003  as some libraries do
    log.error("could not open " + link + " of %s", TOKEN)  # noqa: G003
    log.error("could not open", extra={"link": link})

    assert len(sent.payloads("event")) == 4
    assert TOKEN not in sent.bytes()
