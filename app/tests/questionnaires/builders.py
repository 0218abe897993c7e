"""Makes definitions for tests, with one item changed by keyword."""

from __future__ import annotations

import base64
from typing import Any

from esmpress.questionnaires.definition import Definition

BOTH = {"en": "text", "pl": "tekst"}
OPTIONS = [{"value": 1, "label": BOTH}, {"value": 2, "label": BOTH}]
FOUR = [{"value": value, "label": BOTH} for value in (1, 2, 3, 4)]
ROWS = [{"name": "falling", "text": BOTH}, {"name": "staying", "text": BOTH}]
SIDES = dict.fromkeys(("left", "right", "bottom", "top"), BOTH)


def picture(kind: str = "png", *, size: int = 0) -> str:
    """A picture as a data URI: the right first bytes, and as many bytes as are asked."""
    head = {"png": b"\x89PNG\r\n\x1a\n", "jpeg": b"\xff\xd8\xff\xe0", "webp": b"RIFF\0\0\0\0WEBP"}
    content = base64.b64encode(head[kind].ljust(size, b"\0")).decode()
    return f"data:image/{kind};base64,{content}"


PICTURES = [{"value": value, "label": BOTH, "image": picture()} for value in (1, 2, 3)]
ITEMS: dict[str, dict[str, Any]] = {
    "single_choice": {"options": OPTIONS},
    "multiple_choice": {"options": FOUR},
    "likert": {"options": FOUR},
    "matrix": {"rows": ROWS, "options": FOUR},
    "slider": {"min_label": BOTH, "max_label": BOTH},
    "affect_grid": {"labels": SIDES},
    "number": {},
    "text": {},
    "date": {},
    "time": {},
    "duration": {},
    "ranking": {"options": FOUR},
    "yes_no": {},
    "image_choice": {"options": PICTURES},
    "information": {},
    "consent": {},
    "photo": {},
    "computed": {"formula": "1 + 1"},
}
# An answer to the item of each kind that takes one.
ANSWERS: dict[str, Any] = {
    "single_choice": 2,
    "multiple_choice": [1, 3],
    "likert": 4,
    "matrix": {"falling": 1, "staying": 4},
    "slider": 63,
    "affect_grid": {"valence": -4, "arousal": 2},
    "number": 7,
    "text": "fine",
    "date": "2027-01-31",
    "time": "22:30",
    "duration": 95,
    "ranking": [3, 1, 4, 2],
    "yes_no": False,
    "image_choice": 3,
    "consent": True,
    "photo": "0e8b3f0a-6f2b-4a57-9a39-5c1d6f0f7b11",
}


def item(kind: str, name: str = "", **fields: Any) -> dict[str, Any]:
    """A valid item of a kind, named after it."""
    return {"kind": kind, "name": name or kind, "text": BOTH, **ITEMS[kind], **fields}


def definition(*items: dict[str, Any], **fields: Any) -> Definition:
    """The checked definition with these items."""
    return Definition.model_validate({"title": BOTH, "items": items, **fields})


def page(name: str, *items: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A page with these items."""
    return {"name": name, "items": items, **fields}


def paged(*pages: dict[str, Any], **fields: Any) -> Definition:
    """The checked definition with these pages."""
    return Definition.model_validate({"title": BOTH, "pages": pages, **fields})


def numbers(*names: str, **fields: Any) -> list[dict[str, Any]]:
    """An item of the kind number for each name."""
    return [item("number", name, **fields) for name in names]
