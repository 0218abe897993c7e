"""Reads what SendGrid says when it does not take a request."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from python_http_client.exceptions import HTTPError

from esmpress.delivery.outcomes import Outcome, PermanentFailure, TemporaryFailure
from esmpress.redaction import redact_text

_ROW = re.compile(r"personalizations\.(\d+)\b")
# Every other status speaks of the key, the account, the limits or SendGrid, not of the messages:
# they wait for the operator.
_MESSAGES_FAULT = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE})


def outcomes_of_refusal(error: HTTPError, size: int) -> list[Outcome]:
    """One outcome for each of `size` personalisations of a refused request.

    Rows SendGrid names fail for good; the others of that request were not sent and go again.
    """
    status = int(error.status_code)
    if status not in _MESSAGES_FAULT:
        return [TemporaryFailure(f"SendGrid answered {status}", _retry_after(error))] * size
    reasons = _reasons_by_row(error)
    if None in reasons or not reasons:
        reason = reasons.get(None, "no reason given")
        return [PermanentFailure(f"SendGrid answered {status}: {reason}")] * size
    again = TemporaryFailure("another message of the same request was refused")
    return [
        PermanentFailure(f"SendGrid answered {status}: {reasons[row]}") if row in reasons else again
        for row in range(size)
    ]


def _reasons_by_row(error: HTTPError) -> dict[int | None, str]:
    """What SendGrid says of each row, without addresses; under None what names no row."""
    reasons: dict[int | None, str] = {}
    try:
        for fault in json.loads(error.body)["errors"]:
            row = _ROW.match(fault.get("field") or "")
            message = redact_text(str(fault.get("message", "")))
            reasons[int(row[1]) if row else None] = message[:150]
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}
    return reasons


def _retry_after(error: HTTPError) -> timedelta | None:
    """How long SendGrid asks to wait: `Retry-After`, or the end of its rate limit's period."""
    headers = error.headers or {}
    seconds = (headers.get("Retry-After") or "").strip()
    if seconds.isdecimal():
        return timedelta(seconds=min(int(seconds), timedelta(days=1).total_seconds()))
    reset = (headers.get("X-RateLimit-Reset") or "").strip()
    if int(error.status_code) != HTTPStatus.TOO_MANY_REQUESTS or not reset.isdecimal():
        return None
    return _until_reset(int(reset), headers.get("Date") or "")


def _until_reset(reset: int, date: str) -> timedelta | None:
    """From the server's own `date` to `reset`, so that our clock does not matter."""
    try:
        wait = datetime.fromtimestamp(reset, UTC) - parsedate_to_datetime(date)
    except (ValueError, TypeError, OverflowError):
        return None
    return max(wait, timedelta())
