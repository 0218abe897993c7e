"""Writes the cases as JSON, for the tests of the front end:
`python -m tests.questionnaires.vectors.writing` in app/.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from esmpress.questionnaires.arranging import Arrangement
from tests.questionnaires.builders import definition
from tests.questionnaires.vectors.answer_cases import KEPT, REFUSED, TOLD
from tests.questionnaires.vectors.walk_cases import WALKS, WalkCase

FOLDER = Path(__file__).parent


def walks() -> list[dict[str, Any]]:
    """`shown` is what a walk gives: the pages with their items, the end, what is computed."""
    return [_walk(case) for case in WALKS]


def answers() -> list[dict[str, Any]]:
    """An item, what is given, and the answer that is kept or the code of the error."""
    kept = [
        {"item": _item(asked), "given": given, "answer": stored} for asked, given, stored in KEPT
    ]
    refused = [*REFUSED, *((asked, given, code) for asked, given, code, _ in TOLD)]
    return kept + [
        {"item": _item(asked), "given": given, "error": code} for asked, given, code in refused
    ]


def in_lines(cases: Iterable[dict[str, Any]]) -> str:
    """JSON with one case in each line."""
    lines = (json.dumps(case, separators=(",", ":"), allow_nan=False) for case in cases)
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _walk(case: WalkCase) -> dict[str, Any]:
    scope: dict[str, Any] = {"day": None, "beep": None, "previous": {}, "earlier": {}}
    return {
        "definition": case.asked.model_dump(mode="json"),
        "arrangement": Arrangement.model_validate(case.arrangement).model_dump(mode="json"),
        "scope": scope | case.scope,
        "answers": case.answers,
        "pages": [{"name": name, "items": items.split()} for name, items in case.pages],
        "ended_by": case.ended_by,
        "computed": case.computed,
    }


def _item(asked: dict[str, Any]) -> dict[str, Any]:
    (item,) = definition(asked).model_dump(mode="json")["pages"][0]["items"]
    return dict(item)


if __name__ == "__main__":
    (FOLDER / "walks.json").write_text(in_lines(walks()))
    (FOLDER / "answers.json").write_text(in_lines(answers()))
