from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from esmpress.api.participant.page_errors import LIMIT_BYTES
from esmpress.delivery.signs_of_life import PAGE_ERRORS_A_MINUTE, page_errors, redis_client
from tests.doubles.sentry_transport import KeptEnvelopes

TOKEN = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy"
PLACES = ["_astro/page.B3x_-9.js:1:2345", "_astro/react.C0de.js:2:17"]
TOLD: dict[str, Any] = {
    "name": "TypeError",
    "message": "Cannot read properties of undefined (reading 'x')",
    "places": PLACES,
}


def post(client: Client, body: object) -> int:
    """The status of the answer to a beacon."""
    text = body if isinstance(body, str) else json.dumps(body)
    address = "/api/participant/page/error"
    return client.post(address, text, content_type="text/plain;charset=UTF-8").status_code


def test_an_error_of_a_page_is_told_with_its_places(
    client: Client, broker: str, sent: KeptEnvelopes
) -> None:
    assert post(client, TOLD) == 204

    [event] = sent.payloads("event")
    [error] = event["exception"]["values"]
    assert (error["type"], event["platform"]) == ("TypeError", "javascript")
    assert error["value"] == "Cannot read properties of undefined reading …"
    frames = error["stacktrace"]["frames"]
    assert [(frame["filename"], frame["lineno"]) for frame in frames] == [
        ("_astro/react.C0de.js", 2),
        ("_astro/page.B3x_-9.js", 1),
    ]
    assert page_errors() == 1


@pytest.mark.parametrize(
    "said",
    [
        {"message": 'Unexpected token "quarrelled", "quarrelled with ola" is not valid JSON'},
        {"message": f"failed to fetch https://esm.example.org/s/{TOKEN} of ola@example.org"},
        {"name": "Quarrelled"},
        {"places": [f"https://esm.example.org/s/{TOKEN}:1:2", f"s/{TOKEN}:1:2", "ola:1:1"]},
    ],
)
def test_what_a_browser_quotes_is_neither_told_nor_written(
    said: dict[str, Any],
    client: Client,
    broker: str,
    sent: KeptEnvelopes,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        post(client, TOLD | said)

    assert len(sent.payloads("event")) == 1
    for canary in (TOKEN, "ola", "uarrelled", "example.org"):
        assert canary not in sent.bytes()
        assert canary not in caplog.text


def test_a_minute_has_room_for_so_many(client: Client, broker: str, sent: KeptEnvelopes) -> None:
    redis_client().set(
        f"esmpress:page_errors:{timezone.now():%Y%m%d%H%M}", PAGE_ERRORS_A_MINUTE - 1
    )

    statuses = {post(client, TOLD) for _ in range(3)}

    assert statuses == {204}
    assert len(sent.payloads("event")) == 1
    assert page_errors() == 3


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("{", 400),
        ({"name": "Error"}, 400),
        (TOLD | {"places": PLACES * 4}, 400),
        (TOLD | {"message": "x" * LIMIT_BYTES}, 413),
    ],
)
def test_what_is_no_report_is_refused(
    body: object, status: int, client: Client, broker: str, sent: KeptEnvelopes
) -> None:
    assert post(client, body) == status
    assert sent.payloads("event") == []


def test_nothing_is_told_without_a_limit(client: Client, sent: KeptEnvelopes) -> None:
    assert post(client, TOLD) == 204
    assert sent.payloads("event") == []
