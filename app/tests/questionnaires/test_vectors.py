"""What both sides agree on, as the front end reads it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.questionnaires.arranging import Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.reached import walk
from tests.questionnaires.builders import BOTH
from tests.questionnaires.vectors import writing

WALKS: list[dict[str, Any]] = json.loads((writing.FOLDER / "walks.json").read_text())
ANSWERS: list[dict[str, Any]] = json.loads((writing.FOLDER / "answers.json").read_text())


def test_the_files_are_what_the_cases_make_of_them() -> None:
    assert (writing.FOLDER / "walks.json").read_text() == writing.in_lines(writing.walks())
    assert (writing.FOLDER / "answers.json").read_text() == writing.in_lines(writing.answers())


@pytest.mark.parametrize("case", WALKS, ids=range(len(WALKS)))
def test_a_way_goes_as_it_is_agreed(case: dict[str, Any]) -> None:
    way = walk(
        Definition.model_validate(case["definition"]),
        case["answers"],
        moment=Scope(**case["scope"]),
        arrangement=Arrangement.model_validate(case["arrangement"]),
    )

    pages = [{"name": page.name, "items": [one.name for one in items]} for page, items in way.pages]
    assert pages == case["pages"]
    assert way.ended_by == case["ended_by"]
    assert json.dumps(way.computed) == json.dumps(case["computed"])


@pytest.mark.parametrize("case", ANSWERS, ids=range(len(ANSWERS)))
def test_an_answer_becomes_what_is_agreed(case: dict[str, Any]) -> None:
    item = case["item"]
    asked = Definition.model_validate({"title": BOTH, "items": [item]})

    try:
        found = {"answer": check_answers(asked, {item["name"]: case["given"]})[item["name"]]}
    except InvalidAnswers as refused:
        found = {"error": refused.errors[0].code}

    assert found == {key: case[key] for key in case.keys() - {"item", "given"}}


def test_there_are_enough_of_them() -> None:
    assert len(WALKS) >= 60
    assert len(ANSWERS) >= 200
