"""The cases that Python and TypeScript share."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NotRequired, TypedDict

from esmpress.questionnaires.rich_texts.plain_text import Fill, as_written

FILE = Path(__file__).parent.parent / "vectors" / "texts.json"


class Case(TypedDict):
    name: str
    allowed: str
    text: str
    values: NotRequired[dict[str, str]]
    error: NotRequired[str]
    blocks: NotRequired[list[object]]
    plain: NotRequired[str]
    html: NotRequired[str]


def read_cases() -> list[Case]:
    """Return all cases, in the order of the file."""
    cases: list[Case] = json.loads(FILE.read_text())
    return cases


def filling(case: Case) -> Fill:
    """Return what puts the case's values in; without values, expressions stay as written."""
    values = case.get("values")
    return as_written if values is None else lambda placeholder: values[placeholder.source]
