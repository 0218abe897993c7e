"""Reads what SendGrid says when it does not take a request."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from http import HTTPStatus

from python_http_client.exceptions import HTTPError

from esmpress.delivery.outcomes import Outcome, PermanentFailure, TemporaryFailure

_ROW = re.compile(r"^personalizations\.(\d+)\b")
# A wrong key or an overfull account says nothing about the message: it waits for the operator.
_NOT_THE_MESSAGES_FAULT = frozenset(
    {
        HTTPStatus.UNAUTHORIZED,
        HTTPStatus.FORBIDDEN,
        HTTPStatus.REQUEST_TIMEOUT,
        HTTPStatus.TOO_MANY_REQUESTS,
    }
)


def outcomes_of_refusal(error: HTTPError, size: int) -> list[Outcome]:
    """One outcome for each of `size` personalisations of a refused request.

    Rows SendGrid names fail for good; the others of that request were not sent and go again.
    """
    status = int(error.status_code)
    if status in _NOT_THE_MESSAGES_FAULT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
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
    try:
        faults = json.loads(error.body)["errors"]
    except (ValueError, KeyError, TypeError):
        return {}
    reasons: dict[int | None, str] = {}
    for fault in faults:
        row = _ROW.match(fault.get("field") or "")
        reasons[int(row[1]) if row else None] = str(fault.get("message", ""))[:150]
    return reasons


def _retry_after(error: HTTPError) -> timedelta | None:
    seconds = (error.headers.get("Retry-After") or "").strip() if error.headers else ""
    return timedelta(seconds=int(seconds)) if seconds.isdecimal() else None
