"""Makes definitions for tests, with one item changed by keyword."""

from __future__ import annotations

from typing import Any

from esmpress.questionnaires.definition import Definition

BOTH = {"en": "text", "pl": "tekst"}
OPTIONS = [{"value": 1, "label": BOTH}, {"value": 2, "label": BOTH}]
ITEMS: dict[str, dict[str, Any]] = {
    "single_choice": {"options": OPTIONS},
    "slider": {"min_label": BOTH, "max_label": BOTH},
    "number": {},
    "text": {},
}


def item(kind: str, **fields: Any) -> dict[str, Any]:
    """A valid item of a kind, named after it."""
    return {"kind": kind, "name": kind, "text": BOTH, **ITEMS[kind], **fields}


def definition(*items: dict[str, Any], **fields: Any) -> Definition:
    """The checked definition with these items."""
    return Definition.model_validate({"title": BOTH, "items": items, **fields})
