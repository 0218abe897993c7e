"""Python and TypeScript lead the same way and take the same answers."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esmpress.questionnaires.answer_errors import Refused
from esmpress.questionnaires.answer_values import check_value, is_blank
from esmpress.questionnaires.arranging import Arrangement, arrange
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Computed, Information, Item
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.reached import walk
from tests.questionnaires.answer_strategies import (
    JUNK,
    answers_to,
    good_answers,
    near_answers,
    scopes,
)
from tests.questionnaires.builders import definition
from tests.questionnaires.strategies import definitions, items

FRONTEND = Path(__file__).parents[3] / "frontend"
ESBUILD = FRONTEND / "node_modules" / ".bin" / "esbuild"
LINES = Path(__file__).with_name("walk-lines.mjs")
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), max_examples=400)
Mirror = Callable[[Any], Any]


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mirror]:
    node = shutil.which("node")
    if node is None or not ESBUILD.exists():
        pytest.skip("node or the front end's packages are not installed: run make setup")
    bundle = tmp_path_factory.mktemp("walk") / "walk-lines.mjs"
    flags = ["--bundle", "--platform=node", "--format=esm", "--log-level=warning"]
    subprocess.run([str(ESBUILD), str(LINES), *flags, f"--outfile={bundle}"], check=True)
    with subprocess.Popen(
        [node, str(bundle)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as process:
        questions, replies = process.stdin, process.stdout
        assert questions is not None and replies is not None

        def ask(case: object) -> Any:
            questions.write(json.dumps(case) + "\n")
            questions.flush()
            return json.loads(replies.readline())

        yield ask
        questions.close()


@given(definitions(), st.data())
@SLOW
def test_both_sides_lead_the_same_way(
    mirror: Mirror, asked: Definition, data: st.DataObject
) -> None:
    arrangement = arrange(asked, seed=data.draw(st.binary(max_size=2)), turn=0)
    moment = data.draw(scopes(asked))
    answers = [data.draw(answers_to(asked, good=good)) for good in (8, 8, 7, 6, 4)]

    there = mirror(
        {
            "definition": asked.model_dump(mode="json"),
            "arrangement": arrangement.model_dump(mode="json"),
            "moment": moment,
            "answers": answers,
        }
    )

    here = [_way(asked, one, arrangement, moment) for one in answers]
    assert _plain(there) == _plain(here)


@given(items("asked"), st.data())
@SLOW
def test_both_sides_take_the_same_answers(
    mirror: Mirror, asked: dict[str, Any], data: st.DataObject
) -> None:
    alone = definition(asked)
    (item,) = alone.items
    strategy = good_answers(item) | near_answers(item) | near_answers(item) | JUNK
    answers = data.draw(st.lists(strategy, min_size=4, max_size=8))

    there = mirror({"definition": alone.model_dump(mode="json"), "given": answers})

    assert _plain(there) == _plain([_become(item, one) for one in answers])


def _way(
    asked: Definition, answers: dict[str, Any], arrangement: Arrangement, moment: dict[str, Any]
) -> dict[str, Any]:
    checked = {
        item.name: one
        for item in asked.items
        if (one := _become(item, answers.get(item.name))) is not None
    }
    fitting = {name: one["answer"] for name, one in checked.items() if "answer" in one}
    way = walk(asked, fitting, moment=Scope(**moment), arrangement=arrangement)
    return {
        "pages": [[page.name, [item.name for item in shown]] for page, shown in way.pages],
        "ended_by": way.ended_by,
        "computed": way.computed,
        "answers": checked,
    }


def _become(item: Item, given: object) -> dict[str, Any] | None:
    """What the server makes of one answer; none of nothing."""
    if is_blank(given):
        return None
    if isinstance(item, Computed):
        return {"error": "computed"}
    if isinstance(item, Information):
        return {"error": "not_shown"}
    try:
        return {"answer": check_value(item, given)}
    except Refused as refusal:
        return {"error": refusal.code}


def _plain(results: object) -> Any:
    # Every number as a double: whole ones are ints here, and JavaScript has no other numbers.
    return json.loads(json.dumps(results), parse_int=float)
