"""Makes small data sets in the layout of openESM."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

HAPPY: dict[str, Any] = {
    "name": "happy",
    "variable_type": "rating_scale",
    "details": "I feel happy.",
    "labels": "1 = Not at all\n5 = Very much",
    "answer_categories": "5",
}
HEAD = ("id", "day", "beep", "happy")
ROWS = (("a", "1", "1", "4"), ("a", "1", "2", "NA"), ("b", "1", "1", "2"))


def metadata(*features: dict[str, Any], **fields: Any) -> bytes:
    """A data set in words; one item unless others are given."""
    values = {
        "first_author": "Madeup",
        "dataset_id": "9999",
        "year": 2021,
        "n_beeps_per_day": "2",
        "features": list(features or [HAPPY]),
    }
    return json.dumps(values | fields).encode()


def table(*rows: Sequence[str], head: Sequence[str] = HEAD, delimiter: str = "\t") -> bytes:
    """A table of these rows; three moments of two people unless others are given."""
    return "\n".join(delimiter.join(row) for row in (head, *(rows or ROWS))).encode()
