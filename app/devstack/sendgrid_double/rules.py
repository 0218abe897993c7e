"""What SendGrid's v3 mail/send refuses of a body, as far as ESMpress can get it wrong.

Checked against (stored copies, November 2026):
- twilio.com/docs/sendgrid/api-reference/mail-send/errors: the sentences and limits below;
- docs.sendgrid.com/api-reference/mail-send/limitations: 1000 recipients in all, less than 10 000
  bytes of custom arguments, no `;` or `,` in the name of a recipient, 30 MB;
- github.com/sendgrid/sendgrid-java/issues/433: the sentence and field of too many bytes in the
  substitutions; github.com/sendgrid/docs/pull/2094: at most 100 of them;
- github.com/sendgrid/sendgrid-php/issues/799 and /814: the sentence of content in a wrong order;
- twilio.com/docs/sendgrid/for-developers/sending-email/personalizations: at least one `to` in each,
  headers, substitutions and custom_args of their own;
- github.com/sendgrid/sendgrid-php/issues/869 and /972, sendgrid-nodejs/issues/1362 and 1425: bodies
  seen in the wild, `field` like `personalizations.1.to` or `personalizations.0.to.0.email`, `help`
  a link or null;
- github.com/elbuo8/sendgrid-django/issues/65: Reply-To is a reserved header;
- github.com/sendgrid/sendgrid-ruby/issues/461: addresses are compared whatever their case;
- github.com/sendgrid/sendgrid-nodejs/issues/288: arguments that are no strings are refused.
Line breaks in a subject or header are refused here without a source, and so are fields the
reference does not list: nothing of ours should come near finding out what SendGrid does with them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from devstack.sendgrid_double.row_rules import (
    Fault,
    fault,
    faults_of_row,
    is_address,
    is_one_line,
)

MAX_PERSONALIZATIONS = 1000
FIELDS = frozenset(
    {
        *("personalizations", "from", "reply_to", "reply_to_list", "subject", "content"),
        *("attachments", "template_id", "headers", "categories", "custom_args", "send_at"),
        *("batch_id", "asm", "ip_pool_name", "mail_settings", "tracking_settings", "sections"),
    }
)
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_ORDER = (
    "Following RFC 1341, section 7.2, if either text/html or text/plain are to be sent in your "
    "email: text/plain needs to be first, followed by text/html, followed by any other content."
)


def faults_of(body: Any, *, refuse: Mapping[str, str] | None = None) -> list[Fault]:
    """Everything wrong with a request body, in the form the API answers; empty when it is taken.

    `refuse` names addresses to refuse on top, each with its sentence.
    """
    if not isinstance(body, dict):
        return [fault("Invalid type. Expected: object, given: other.", "(root)")]
    faults = [*_faults_of_message(body), *_faults_of_contents(body.get("content"))]
    faults += _faults_of_settings(body)
    rows = body.get("personalizations")
    if not isinstance(rows, list) or not rows:
        sentence = "The personalizations field is required and must have at least one."
        return [*faults, fault(sentence, "personalizations")]
    for index, row in enumerate(rows):
        faults += faults_of_row(index, row, refuse or {})
    return faults if faults else _faults_of_list(rows)


def _faults_of_message(body: dict[str, Any]) -> Iterator[Fault]:
    for name in body.keys() - FIELDS:
        yield fault(f"Additional property {name} is not allowed", "(root)")
    for name in ("from", "reply_to"):
        party = body.get(name)
        if party is None and name == "reply_to":
            continue
        if not isinstance(party, dict) or not is_address(party.get("email")):
            yield fault(f"The {name} email does not contain a valid address.", f"{name}.email")
        elif not is_one_line(party.get("name", "")):
            yield fault(f"The {name} name cannot hold line breaks.", f"{name}.name")
    subject = body.get("subject")
    if not isinstance(subject, str) or not subject:
        yield fault("The subject is required.", "subject")
    elif not is_one_line(subject):
        yield fault("The subject cannot hold line breaks.", "subject")


def _faults_of_contents(contents: Any) -> Iterator[Fault]:
    if not isinstance(contents, list) or not contents:
        yield fault("The content parameter is required.", "content")
        return
    types = [content.get("type") if isinstance(content, dict) else None for content in contents]
    for index, (content, kind) in enumerate(zip(contents, types, strict=True)):
        if not isinstance(kind, str) or not _TYPE.fullmatch(kind):
            yield fault("The content type is not a MIME type.", f"content.{index}.type")
        elif not isinstance(content.get("value"), str) or not content["value"]:
            sentence = "The content value must be a string at least one character in length."
            yield fault(sentence, f"content.{index}.value")
    known = [kind for kind in types if kind in ("text/plain", "text/html")]
    if known != types[: len(known)] or known not in (
        ["text/plain", "text/html"],
        ["text/plain"],
        ["text/html"],
    ):
        yield fault(_ORDER, "content")


def _faults_of_settings(body: dict[str, Any]) -> Iterator[Fault]:
    for group in ("mail_settings", "tracking_settings"):
        for name, setting in (body.get(group) or {}).items():
            if not isinstance(setting.get("enable"), bool):
                label = name.replace("_", " ")
                sentence = f"The {label} enable param should be a boolean value."
                yield fault(sentence, f"{group}.{name}.enable")


def _faults_of_list(rows: list[dict[str, Any]]) -> list[Fault]:
    """What is wrong with all personalisations together, each being well formed."""
    if len(rows) > MAX_PERSONALIZATIONS:
        sentence = (
            "The personalization block is limited to 1000 personalizations per API request. "
            f"You have provided {len(rows)} personalizations. "
            "Please consider splitting this into multiple requests and resending your request."
        )
        return [fault(sentence, "personalizations")]
    addresses = [to["email"].lower() for row in rows for to in _recipients(row)]
    if len(addresses) > MAX_PERSONALIZATIONS:
        sentence = "There is a limit of 1000 total recipients (to + cc + bcc) per request."
        return [fault(sentence, "personalizations")]
    if len(set(addresses)) == len(addresses):
        return []
    twice = [address for address, count in Counter(addresses).items() if count > 1]
    return [fault(_TWICE.format(address), "personalizations") for address in twice]


_TWICE = (
    "Each unique email address in the personalizations array should only be included once. "
    "You have included [{}] more than once."
)


def _recipients(row: dict[str, Any]) -> list[dict[str, Any]]:
    return [*row["to"], *row.get("cc", ()), *row.get("bcc", ())]
