"""What SendGrid refuses of one personalisation; a thousand of them are looked at a request."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

HELP = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message"
MAX_BYTES = 10_000
MAX_SUBSTITUTIONS = 100
FIELDS = frozenset(
    {
        *("to", "cc", "bcc", "from", "subject", "headers", "substitutions"),
        *("dynamic_template_data", "custom_args", "send_at"),
    }
)
RESERVED_HEADERS = frozenset(
    {
        *("x-sg-id", "x-sg-eid", "received", "dkim-signature", "content-type"),
        *("content-transfer-encoding", "to", "from", "subject", "reply-to", "cc", "bcc"),
    }
)

Fault = dict[str, str | None]

_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")
_BREAK = re.compile(r"[\r\n\0]")
_STRING = {str}


def faults_of_row(index: int, row: Any, refuse: Mapping[str, str]) -> list[Fault]:
    """Everything wrong with a personalisation."""
    field = f"personalizations.{index}"
    if not isinstance(row, dict):
        return [fault("Invalid type. Expected: object, given: other.", field)]
    faults = _faults_of_recipients(field, row, refuse)
    for name in row.keys() - FIELDS:
        faults.append(fault(f"Additional property {name} is not allowed", field))
    for name in ("substitutions", "custom_args", "headers"):
        values = row.get(name) or {}
        if not isinstance(values, dict) or not set(map(type, values.values())) <= _STRING:
            faults.append(fault("Invalid type. Expected: string.", f"{field}.{name}"))
            return faults
    return [*faults, *_faults_of_headers(field, row), *_faults_of_sizes(field, row)]


def _faults_of_recipients(
    field: str, row: dict[str, Any], refuse: Mapping[str, str]
) -> list[Fault]:
    recipients = row.get("to")
    if not isinstance(recipients, list) or not recipients:
        sentence = (
            "The to array is required for all personalization objects, and must have at least "
            "one email object with a valid email address."
        )
        return [fault(sentence, f"{field}.to")]
    faults = []
    for index, to in enumerate(recipients):
        address = to.get("email") if isinstance(to, dict) else None
        if not isinstance(address, str) or not is_address(address):
            sentence = f"Does not contain a valid address: {address}"
            faults.append(fault(sentence, f"{field}.to.{index}.email"))
        elif address in refuse:
            faults.append(fault(refuse[address], f"{field}.to.{index}.email"))
        elif re.search("[;,]", to.get("name", "")):
            sentence = "The name cannot hold ; or , characters."
            faults.append(fault(sentence, f"{field}.to.{index}.name"))
    return faults


def _faults_of_headers(field: str, row: dict[str, Any]) -> list[Fault]:
    faults = []
    for name, value in (row.get("headers") or {}).items():
        if name.lower() in RESERVED_HEADERS:
            faults.append(fault("You can't set a reserved header.", f"{field}.headers.{name}"))
        elif _BREAK.search(value) or not name.isascii() or not name.isprintable() or " " in name:
            faults.append(fault("The header is not valid.", f"{field}.headers.{name}"))
    if not is_one_line(row.get("subject", "")):
        faults.append(fault("The subject cannot hold line breaks.", f"{field}.subject"))
    return faults


def _faults_of_sizes(field: str, row: dict[str, Any]) -> list[Fault]:
    faults = []
    substitutions = row.get("substitutions") or {}
    if _bytes(substitutions) > MAX_BYTES:
        sentence = "Substitutions are limited to 10000 bytes per personalization block."
        faults.append(fault(sentence, f"{field}.substitutions"))
    if len(substitutions) > MAX_SUBSTITUTIONS:
        sentence = "Substitutions are limited to 100 per personalization block."
        faults.append(fault(sentence, f"{field}.substitutions"))
    if _bytes(row.get("custom_args") or {}) >= MAX_BYTES:
        sentence = "The custom arguments are limited to 10000 bytes."
        faults.append(fault(sentence, f"{field}.custom_args"))
    return faults


def is_address(address: object) -> bool:
    """Whether SendGrid would send to it."""
    return isinstance(address, str) and _ADDRESS.fullmatch(address) is not None


def is_one_line(text: object) -> bool:
    """Whether a header can be made of it."""
    return isinstance(text, str) and not _BREAK.search(text)


def fault(message: str, field: str | None) -> Fault:
    """One of the `errors` of an answer."""
    known = field is not None and field != "(root)"
    link = f"{HELP}.{re.sub(r'[.][0-9]+', '', str(field))}" if known else None
    return {"message": message, "field": field, "help": link}


def _bytes(values: Mapping[str, str]) -> int:
    return sum(len(key.encode()) + len(value.encode()) for key, value in values.items())
