"""Events as they leave the machine: put together anew from what is known to be harmless.

An error's own words may quote an address or an answer, so they stay here: the log has them, under
the same request id. What is not named below is not sent, whatever a library adds to an event.
"""

from __future__ import annotations

import logging
import re
import sys
from typing import Any, cast

import sentry_sdk
import structlog
from sentry_sdk.types import Event, Hint
from sentry_sdk.utils import event_from_exception

from esmpress.sentry.spans import stripped_span
from esmpress.sentry.words import name_in_code, words_of

_KEPT = (
    *("event_id", "timestamp", "start_timestamp", "type", "level", "platform", "logger"),
    *("release", "environment", "sdk"),
    *("check_in_id", "monitor_slug", "status", "duration", "monitor_config"),
)
_TRACE = ("trace_id", "span_id", "parent_span_id", "op", "status", "origin")
_FRAME = (
    *("filename", "abs_path", "module", "function", "lineno", "colno", "in_app"),
    *("pre_context", "context_line", "post_context"),
)
_MECHANISM = ("type", "handled")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_REQUEST_ID = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# What a page reports has been through a vocabulary before, see `api.participant.page_errors`.
_PAGE = "javascript"


def stripped_event(event: Event, hint: Hint) -> Event:
    """Only what tells of the code: an error, a transaction or a check-in of a monitor."""
    given = cast("dict[str, Any]", event)
    kept = _picked(given, _KEPT)
    record = hint.get("log_record")
    if record is not None:
        kept["logentry"] = {"message": words_of(record)}
    exceptions = _exceptions(given, record)
    if exceptions:
        kept["exception"] = {"values": exceptions}
    if "transaction" in given:
        kept["transaction"] = _route(given)
        kept["transaction_info"] = {"source": "custom"}
    contexts = given.get("contexts") or {}
    kept["contexts"] = {"trace": _picked(contexts.get("trace") or {}, _TRACE)}
    kept |= _request(given)
    for name, strip in (("spans", stripped_span), ("breadcrumbs", dict)):
        found = given.get(name)
        values = found.get("values", []) if isinstance(found, dict) else found or []
        kept[name] = [strip(one) for one in values]
    return cast("Event", kept)


def _picked(given: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: given[name] for name in names if given.get(name) is not None}


def _route(given: dict[str, Any]) -> str:
    """Route or task; an address that no view answers is not told."""
    if (given.get("transaction_info") or {}).get("source") == "url":
        return "no route"
    return name_in_code(given["transaction"]) or "unnamed"


def _request(given: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    method = (given.get("request") or {}).get("method")
    if method in _METHODS:
        found["request"] = {"method": method}
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    if _REQUEST_ID.fullmatch(request_id):
        found["tags"] = {"request_id": request_id}
    return found


def _exceptions(given: dict[str, Any], record: logging.LogRecord | None) -> list[dict[str, Any]]:
    told = (given.get("exception") or {}).get("values") or _logged(record)
    return [_exception(one, is_page=given.get("platform") == _PAGE) for one in told]


def _logged(record: logging.LogRecord | None) -> list[dict[str, Any]]:
    """The error that one of our own log lines is about; it is being handled right now."""
    said = record.msg if record is not None else None
    if not (isinstance(said, dict) and said.get("exc_info") and sys.exc_info()[0]):
        return []
    event, _hint = event_from_exception(
        cast("Any", sys.exc_info()),
        client_options=sentry_sdk.get_client().options,
        mechanism={"type": "logging", "handled": True},
    )
    return event["exception"]["values"]


def _exception(told: dict[str, Any], *, is_page: bool) -> dict[str, Any]:
    kept = _picked(told, ("type", "module", "value") if is_page else ("type", "module"))
    kept["mechanism"] = _picked(told.get("mechanism") or {}, _MECHANISM)
    frames = (told.get("stacktrace") or {}).get("frames") or []
    kept["stacktrace"] = {"frames": [_picked(frame, _FRAME) for frame in frames]}
    return kept
