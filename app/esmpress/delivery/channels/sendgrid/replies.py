"""Reads what SendGrid says when it does not take a request."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from python_http_client.exceptions import HTTPError

from esmpress.delivery.outcomes import Outcome, PermanentFailure, TemporaryFailure, Unknown
from esmpress.redaction import redact_text

LONGEST_WAIT = timedelta(days=1)

_ROW = re.compile(r"personalizations\.(\d+)\b")
# What all messages of a request share: the study's texts and its contact.
_SHARED = ("subject", "content", "reply_to")
# What all messages of all studies share: the operator's to mend.
_OPERATORS = ("from", "mail_settings", "tracking_settings")
# Every other status speaks of the key, the account, the limits or SendGrid, not of the messages:
# they wait for the operator.
_MESSAGES_FAULT = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


def replies_of_refusal(error: HTTPError, size: int) -> list[Outcome | None]:
    """One reply for each of `size` personalisations of a refused request; none of them was sent.

    Rows SendGrid names fail for good. None stands for those it has not judged yet: the others of
    that request, and all of one too large or refused without saying which row is at fault.
    """
    status = int(error.status_code)
    if status == HTTPStatus.GATEWAY_TIMEOUT:
        # SendGrid's front did not hear from its inside in time, which may have taken the request.
        return [Unknown(f"SendGrid answered {status}")] * size
    if status not in _MESSAGES_FAULT:
        return [TemporaryFailure(f"SendGrid answered {status}", _retry_after(error))] * size
    by_row, others = _faults(error)
    operators = next((why for field, why in others if field.startswith(_OPERATORS)), None)
    if operators is not None:
        return [TemporaryFailure(f"SendGrid answered {status}: {operators}")] * size
    shared = next((why for field, why in others if field.startswith(_SHARED)), None)
    if shared is not None or size == 1:
        reasons = [shared, *by_row.values(), *(why for _, why in others)]
        reason = next(filter(None, reasons), "no reason given")
        return [PermanentFailure(f"SendGrid answered {status}: {reason}")] * size
    return [
        PermanentFailure(f"SendGrid answered {status}: {by_row[row]}") if row in by_row else None
        for row in range(size)
    ]


def _faults(error: HTTPError) -> tuple[dict[int, str], list[tuple[str, str]]]:
    """What SendGrid says, without addresses: by row, and with its field what names no row."""
    by_row: dict[int, str] = {}
    others: list[tuple[str, str]] = []
    try:
        for fault in json.loads(error.body)["errors"]:
            field = fault.get("field") or ""
            why = redact_text(str(fault.get("message", "")))[:150]
            if row := _ROW.match(field):
                by_row[int(row[1])] = why
            else:
                others.append((field, why))
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}, []
    return by_row, others


def _retry_after(error: HTTPError) -> timedelta | None:
    """How long SendGrid asks to wait: `Retry-After`, or the end of its rate limit's period."""
    headers = error.headers or {}
    date = headers.get("Date") or ""
    asked = (headers.get("Retry-After") or "").strip()
    if asked.isdecimal():
        return timedelta(seconds=min(int(asked), LONGEST_WAIT.total_seconds()))
    if asked:
        return _until(_instant(asked), date)
    reset = (headers.get("X-RateLimit-Reset") or "").strip()
    if int(error.status_code) != HTTPStatus.TOO_MANY_REQUESTS or not reset.isdecimal():
        return None
    return _until(_instant(int(reset)), date)


def _until(end: datetime | None, date: str) -> timedelta | None:
    """From the server's own `date` to `end`, so that our clock does not matter."""
    now = _instant(date)
    if end is None or now is None:
        return None
    return min(max(end - now, timedelta()), LONGEST_WAIT)


def _instant(said: str | int) -> datetime | None:
    """An instant as HTTP writes it, or in seconds of the epoch."""
    try:
        if isinstance(said, int):
            return datetime.fromtimestamp(said, UTC)
        instant = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError, OSError):
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
