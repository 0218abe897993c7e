"""What the double refuses; that SendGrid does too is asked in `tests/verification`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from devstack.sendgrid_double.row_rules import RESERVED_HEADERS
from devstack.sendgrid_double.rules import faults_of
from tests.devstack.sendgrid_double.bodies import make_body

Body = dict[str, Any]
ROW = "personalizations.0"


def in_row(**changes: Any) -> Body:
    body = make_body()
    body["personalizations"][0] |= changes
    return body


def people(count: int) -> list[str]:
    return [f"p{number}@example.org" for number in range(count)]


REFUSED: dict[str, tuple[Callable[[], Any], str]] = {
    "no object": (lambda: [], "(root)"),
    "an unknown field": (lambda: make_body(colour="red"), "(root)"),
    "no personalisations": (lambda: make_body(personalizations=[]), "personalizations"),
    "1001 personalisations": (lambda: make_body(*people(1001)), "personalizations"),
    "1001 recipients": (
        lambda: in_row(to=[{"email": one} for one in people(1001)]),
        "personalizations",
    ),
    "an address twice": (lambda: make_body("a@example.org", "A@example.org"), "personalizations"),
    "an address twice in a row": (
        lambda: in_row(cc=[{"email": "anna@example.org"}]),
        "personalizations",
    ),
    "a row that is none": (lambda: make_body(personalizations=["x"]), ROW),
    "an unknown field in a row": (lambda: in_row(colour="red"), ROW),
    "no recipient": (lambda: in_row(to=[]), f"{ROW}.to"),
    "a bad address": (lambda: in_row(to=[{"email": "two words@x.org"}]), f"{ROW}.to.0.email"),
    "no address": (lambda: in_row(to=[{}]), f"{ROW}.to.0.email"),
    "a list in a name": (
        lambda: in_row(to=[{"email": "a@example.org", "name": "A, B"}]),
        f"{ROW}.to.0.name",
    ),
    "a number among arguments": (lambda: in_row(custom_args={"n": 1}), f"{ROW}.custom_args"),
    "10 000 bytes of arguments": (
        lambda: in_row(custom_args={"n": "x" * 9999}),
        f"{ROW}.custom_args",
    ),
    "10 001 bytes of substitutions": (
        lambda: in_row(substitutions={"%": "ą" * 5000}),
        f"{ROW}.substitutions",
    ),
    "101 substitutions": (
        lambda: in_row(substitutions={str(number): "x" for number in range(101)}),
        f"{ROW}.substitutions",
    ),
    "a line break in a header": (
        lambda: in_row(headers={"X-A": "one\r\nBcc: a@b.org"}),
        f"{ROW}.headers.X-A",
    ),
    "a line break in a row's subject": (lambda: in_row(subject="one\ntwo"), f"{ROW}.subject"),
    "no sender": (lambda: make_body(**{"from": {}}), "from.email"),
    "a line break in the sender": (
        lambda: make_body(**{"from": {"email": "a@b.org", "name": "a\nb"}}),
        "from.name",
    ),
    "a bad address for replies": (lambda: make_body(reply_to={"email": "x"}), "reply_to.email"),
    "no subject": (lambda: make_body(subject=""), "subject"),
    "a line break in the subject": (lambda: make_body(subject="one\r\ntwo"), "subject"),
    "no content": (lambda: make_body(content=[]), "content"),
    "HTML before text": (lambda: make_body(content=make_body()["content"][::-1]), "content"),
    "text twice": (lambda: make_body(content=make_body()["content"][:1] * 2), "content"),
    "an empty text": (
        lambda: make_body(content=[{"type": "text/plain", "value": ""}]),
        "content.0.value",
    ),
    "a sandbox that is no boolean": (
        lambda: make_body(mail_settings={"sandbox_mode": {"enable": "yes"}}),
        "mail_settings.sandbox_mode.enable",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_sendgrid_refuses_is_refused_and_named(name: str) -> None:
    make, field = REFUSED[name]

    faults = faults_of(make())

    assert field in [fault["field"] for fault in faults]


@pytest.mark.parametrize("header", sorted(RESERVED_HEADERS))
def test_reserved_headers_are_refused_however_they_are_written(header: str) -> None:
    [fault] = faults_of(in_row(headers={header.title(): "x"}))

    assert fault["message"] == "You can't set a reserved header."


def test_every_bad_row_is_named_and_no_other() -> None:
    faults = faults_of(make_body("a@example.org", "bad", "c@example.org", "worse"))

    fields = [fault["field"] for fault in faults]
    assert fields == ["personalizations.1.to.0.email", "personalizations.3.to.0.email"]


@pytest.mark.parametrize(
    "body",
    [
        make_body(*people(1000)),
        make_body(content=make_body()["content"][1:]),
        in_row(substitutions={"%": "x" * 9999}, custom_args={"n": "x" * 9998}),
        {key: value for key, value in make_body().items() if key != "reply_to"},
    ],
)
def test_what_is_just_within_the_limits_is_taken(body: Body) -> None:
    assert faults_of(body) == []


def test_a_chosen_address_is_refused_with_the_sentence_ordered() -> None:
    [fault] = faults_of(make_body("a@example.org", "b@example.org"), refuse={"b@example.org": "No"})

    assert (fault["message"], fault["field"]) == ("No", "personalizations.1.to.0.email")
