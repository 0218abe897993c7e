from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from esmpress.logs import RedactingFormatter, logging_settings
from esmpress.redaction import redact_text
from esmpress.studies.token_text import new_text

TOKEN = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy"
TOKENS = st.text(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", min_size=32, max_size=32
)


@given(TOKENS)
def test_no_link_token_survives_in_a_text(token: str) -> None:
    text = f"GET https://esm.example.org/s/{token}?lang=pl with Authorization: Bearer {token}"

    assert token not in redact_text(text)


@given(st.emails())
def test_no_address_survives_in_a_text(address: str) -> None:
    text = redact_text(f"refused <{address}>: no such user")

    assert text == "refused <[redacted]>: no such user"


@pytest.mark.parametrize("address", ['"jan kowalski"@example.org', "a@[192.168.0.1]"])
def test_quoted_and_numeric_addresses_are_redacted_in_text_and_json(address: str) -> None:
    line = json.dumps({"event": f"refused {address}"})

    redacted = redact_text(line)

    assert "kowalski" not in redacted
    assert "192.168" not in redacted
    assert "192.168" not in redact_text(address)
    assert "kowalski" not in redact_text(address)


def _places_of_tokens() -> list[str]:
    """Every path of page and backend that ends in a token, up to it."""
    pages = Path(__file__).parents[2] / "frontend/src/pages"
    found = [f"/{page.relative_to(pages)}" for page in pages.rglob("*token]*")]
    found += [f"/{'/'.join(names)}" for names in _routes(get_resolver(), ())]
    return sorted({re.split(r"\[token\]|<str:token>", place)[0] for place in found})


def _routes(resolver: URLResolver, before: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    for entry in resolver.url_patterns:
        names = (*before, str(entry.pattern).strip("/"))
        if isinstance(entry, URLResolver):
            yield from _routes(entry, names)
        elif "<str:token>" in names[-1]:
            yield names


def test_the_token_in_every_path_that_has_one_is_redacted() -> None:
    places = _places_of_tokens()

    assert {"/s/", "/me/", "/join/[slug]/", "/api/participant/unsubscribe/"} <= set(places)
    for place in places:
        address = f"https://esm.example.org{place.replace('[slug]', 'sleep-2027')}"
        assert redact_text(address + TOKEN) == f"{address}[redacted]"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Authorization: Bearer SG.aBc-123_xyz.Zz9-0123456789", "Authorization: Bearer [redacted]"),
        (
            "no answer of redis://:hidden@redis:6379/0",
            "no answer of redis://[redacted]@redis:6379/0",
        ),
        ("smtps://me:a%40b@mail.example.org", "smtps://[redacted]@mail.example.org"),
    ],
)
def test_keys_and_passwords_are_redacted(text: str, left: str) -> None:
    assert redact_text(text) == left


def _line(record: logging.LogRecord, form: str) -> str:
    formatter = logging_settings(form, level="INFO")["formatters"]["line"]
    options = {name: value for name, value in formatter.items() if name != "()"}
    return RedactingFormatter(**options).format(record)


@pytest.mark.parametrize("form", ["json", "console"])
def test_a_log_line_of_any_library_is_redacted_with_its_traceback(form: str) -> None:
    try:
        raise ValueError(f"cannot reach ola@example.org by /s/{TOKEN}")
    except ValueError as error:
        record = logging.LogRecord(
            "some.library",
            logging.ERROR,
            __file__,
            1,
            "failed for %s",
            ("ola@example.org",),
            (type(error), error, error.__traceback__),
        )

    line = _line(record, form)

    assert "ValueError" in line
    assert "ola@example.org" not in line
    assert TOKEN not in line


def test_a_json_line_names_level_and_logger() -> None:
    record = logging.LogRecord("some.library", logging.INFO, __file__, 1, "hello", (), None)

    line = json.loads(_line(record, "json"))

    assert (line["event"], line["level"], line["logger"]) == ("hello", "info", "some.library")


@pytest.mark.django_db
def test_a_request_is_logged_by_route_and_answers_with_its_id(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "esmpress.request"):
        response = client.get(
            "/api/participant/prompt",
            headers={"authorization": f"Bearer {TOKEN}", "x-request-id": "abcdef-123456"},
        )

    (record,) = [record for record in caplog.records if record.name == "esmpress.request"]
    assert response["X-Request-ID"] == "abcdef-123456"
    assert "participant/prompt" in str(record.msg)
    assert TOKEN not in str(record.msg)


def test_a_forged_request_id_is_replaced(client: Client) -> None:
    response = client.get("/healthz/live", headers={"x-request-id": "a\nb" * 90})

    assert len(response["X-Request-ID"]) == 32


def test_a_token_of_a_program_is_redacted_wherever_it_stands() -> None:
    token = new_text()

    for text in (token, f"Bearer {token}", f'{{"a": "{token}"}}', f"x={token}", f"my_{token}"):
        assert token[5:] not in redact_text(text)


@pytest.mark.django_db
def test_a_program_that_is_let_in_or_refused_leaves_no_token_in_the_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    token = new_text()

    with caplog.at_level(logging.DEBUG):
        for path in ("/api/v1/studies", f"/api/v1/studies/{token}?token={token}"):
            client.get(path, headers={"authorization": f"Bearer {token}"})

    written = [_line(record, "json") for record in caplog.records]
    assert [line for line in written if "api/v1" in line]
    assert [line for line in written if token[5:] in line] == []
