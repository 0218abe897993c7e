"""What SendGrid's v3 mail/send refuses, as far as ESMpress can get it wrong.

Checked against (stored copies, November 2026):
- twilio.com/docs/sendgrid/api-reference/mail-send/errors: the sentences and limits below;
- twilio.com/docs/sendgrid/for-developers/sending-email/personalizations: at least one `to` in each,
  headers, substitutions and custom_args of their own;
- twilio.com/docs/sendgrid/for-developers/sending-email/substitution-tags: substitutions fill the
  subject line as they fill the body;
- github.com/sendgrid/sendgrid-php/issues/869 and /972, sendgrid-nodejs/issues/1362 and 1425: bodies
  seen in the wild, `field` like `personalizations.1.to` or `personalizations.0.to.0.email`, `help`
  a link or null;
- github.com/elbuo8/sendgrid-django/issues/65: Reply-To is a reserved header;
- github.com/sendgrid/sendgrid-ruby/issues/461: addresses are compared whatever their case.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

HELP = "http://sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html#message"
MAX_PERSONALIZATIONS = 1000
MAX_SUBSTITUTION_BYTES = 10_000
RESERVED_HEADERS = frozenset(
    {
        "x-sg-id",
        "x-sg-eid",
        "received",
        "dkim-signature",
        "content-type",
        "content-transfer-encoding",
        "to",
        "from",
        "subject",
        "reply-to",
        "cc",
        "bcc",
    }
)
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]+")

Fault = dict[str, str | None]


def faults_of(body: Any) -> list[Fault]:
    """Everything wrong with a request body, in the form the API answers; empty when it is taken."""
    if not isinstance(body, dict):
        return [_fault("Bad Request", None)]
    faults = [*_faults_of_message(body), *_faults_of_list(body)]
    for index, personalization in enumerate(body.get("personalizations") or []):
        faults += _faults_of_personalization(f"personalizations.{index}", personalization)
    return faults


def _faults_of_message(body: dict[str, Any]) -> Iterator[Fault]:
    for name in ("from", "reply_to"):
        if not _is_address((body.get(name) or {}).get("email")):
            yield _fault(f"The {name} email does not contain a valid address.", f"{name}.email")
    if not body.get("subject"):
        yield _fault("The subject is required.", "subject")
    contents = body.get("content") or []
    if not contents:
        yield _fault("The content parameter is required.", "content")
    for index, content in enumerate(contents):
        if not content.get("value"):
            sentence = "The content value must be a string at least one character in length."
            yield _fault(sentence, f"content.{index}.value")
    sandbox = (body.get("mail_settings") or {}).get("sandbox_mode", {"enable": False})
    if not isinstance(sandbox.get("enable"), bool):
        sentence = "The sandbox mode enable param should be a boolean value."
        yield _fault(sentence, "mail_settings.sandbox_mode.enable")


def _faults_of_list(body: dict[str, Any]) -> Iterator[Fault]:
    rows = body.get("personalizations") or []
    if not rows:
        sentence = (
            "The personalizations field is required and must have at least one personalization."
        )
        yield _fault(sentence, "personalizations")
    if len(rows) > MAX_PERSONALIZATIONS:
        sentence = "The personalization block is limited to 1000 personalizations per API request."
        yield _fault(sentence, "personalizations")
    addresses = [str(to.get("email")).lower() for row in rows for to in row.get("to") or []]
    for address in (address for address, count in Counter(addresses).items() if count > 1):
        sentence = (
            "Each unique email address in the personalizations array should only be included once. "
            f"You have included [{address}] more than once."
        )
        yield _fault(sentence, "personalizations")


def _faults_of_personalization(field: str, row: dict[str, Any]) -> Iterator[Fault]:
    if not row.get("to"):
        sentence = (
            "The to array is required for all personalization objects, and must have at least "
        )
        yield _fault(sentence + "one email object with a valid email address.", f"{field}.to")
    for index, to in enumerate(row.get("to") or []):
        if not _is_address(to.get("email")):
            sentence = f"Does not contain a valid address: {to.get('email')}"
            yield _fault(sentence, f"{field}.to.{index}.email")
    for header in row.get("headers") or {}:
        if header.lower() in RESERVED_HEADERS:
            yield _fault("You can't set a reserved header.", f"{field}.headers.{header}")
    for name in ("substitutions", "custom_args", "headers"):
        if any(not isinstance(value, str) for value in (row.get(name) or {}).values()):
            yield _fault("Invalid type. Expected: string.", f"{field}.{name}")
    sizes = [len(f"{key}{value}") for key, value in (row.get("substitutions") or {}).items()]
    if sum(sizes) > MAX_SUBSTITUTION_BYTES:
        yield _fault("The substitutions are limited to 10000 bytes.", f"{field}.substitutions")


def _is_address(address: object) -> bool:
    return isinstance(address, str) and _ADDRESS.fullmatch(address) is not None


def _fault(message: str, field: str | None) -> Fault:
    link = f"{HELP}.{re.sub(r'[.][0-9]+', '', field)}" if field else None
    return {"message": message, "field": field, "help": link}
