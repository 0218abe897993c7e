"""Breadcrumbs: what happened before an error, in words of the code."""

from __future__ import annotations

from typing import Any

from sentry_sdk.types import Breadcrumb, BreadcrumbHint

from esmpress.sentry.words import statement_shape, words_of

_KEPT = ("type", "category", "level", "timestamp")
_OF_CALLS = ("method", "http.method", "status_code", "http.response.status_code")


def stripped_breadcrumb(crumb: Breadcrumb, hint: BreadcrumbHint) -> Breadcrumb:
    """The breadcrumb with the event of a log line, the shape of a statement, how a call ended."""
    kept: dict[str, Any] = {name: crumb[name] for name in _KEPT if name in crumb}
    if "log_record" in hint:
        kept["message"] = words_of(hint["log_record"])
    elif crumb.get("category") == "query":
        kept["message"] = statement_shape(crumb.get("message", ""))
    elif crumb.get("type") == "http":
        data = crumb.get("data") or {}
        kept["data"] = {name: data[name] for name in _OF_CALLS if name in data}
    return kept
