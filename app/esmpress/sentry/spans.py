"""Spans of a transaction: which step took how long, by names of the code."""

from __future__ import annotations

from typing import Any

from esmpress.sentry.words import name_in_code, statement_shape

_KEPT = (
    *("span_id", "parent_span_id", "trace_id", "op", "origin", "status"),
    *("start_timestamp", "timestamp"),
)
# Of these the description is a name in the code; of the rest, calls to elsewhere, it is an address.
_NAMED = ("middleware", "view", "template", "event", "queue")


def stripped_span(span: dict[str, Any]) -> dict[str, Any]:
    """The span with its times, a statement's shape or a name, and nothing of the data."""
    kept = {name: span[name] for name in _KEPT if span.get(name) is not None}
    op, description = str(span.get("op", "")), span.get("description", "")
    if op == "db":
        kept["description"] = statement_shape(description)
    elif op.startswith(_NAMED):
        kept["description"] = name_in_code(description)
    return kept
