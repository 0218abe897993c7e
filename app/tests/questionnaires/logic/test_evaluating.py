"""The mirror in TypeScript is checked by the same vectors, in `evaluating.test.ts`."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from esmpress.questionnaires.logic.evaluating import Scope, evaluate, is_true
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.tree import Node
from esmpress.questionnaires.logic.values import shown, value_of

VECTORS = Path(__file__).parents[1] / "vectors" / "expressions.json"
CASES: list[dict[str, Any]] = json.loads(VECTORS.read_text())
NODE: TypeAdapter[Node] = TypeAdapter(Node)


@pytest.mark.parametrize("case", CASES, ids=lambda case: ascii(case["source"]))
def test_a_vector_has_its_tree_and_value(case: dict[str, Any]) -> None:
    scope = Scope(**case["scope"])

    tree = parse(case["source"])
    value = evaluate(tree, scope)

    assert tree == NODE.validate_python(case["tree"])
    assert json.dumps(value) == json.dumps(case["value"])
    assert is_true(tree, scope) is (case["value"] is True)


def test_there_are_vectors_for_every_function_and_node() -> None:
    text = VECTORS.read_text()
    functions = {"answered", "declined", "count", "count_answered", "sum", "mean", "min", "max"}

    for function in functions | {"abs", "round", "length", "rank"}:
        assert f'"function": "{function}"' in text
    assert len(CASES) >= 150


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        ("a b", "a b"),
        ((1, 2.5), "1, 2.5"),
        (0, "0"),
        (-0.0, "0"),
        (-0.0000001, "0"),
        (-0.0000006, "-0.000001"),
        (100, "100"),
        (-20.0, "-20"),
        (2.50, "2.5"),
        (0.1 + 0.2, "0.3"),
        (1 / 3, "0.333333"),
        (0.0078125, "0.007813"),
        (-0.0078125, "-0.007813"),
        (1e-9, "0"),
        (1e15, "1000000000000000"),
        (123456789012345.67, "123456789012345.671875"),
        (999999999.9999996, "1000000000"),
    ],
)
def test_a_text_shows_a_value(value: Any, text: str) -> None:
    assert shown(value) == text


@pytest.mark.parametrize(
    "answer",
    [math.nan, math.inf, -math.inf, 10**400, {"a": {}}, [[[]]], [math.nan], object(), b"1", 1j],
)
def test_what_no_answer_can_be_is_missing(answer: object) -> None:
    scope = Scope(answers={"a": answer})

    assert evaluate(parse("a"), scope) is None
    assert evaluate(parse("a == a or a in [1] or 1 in a"), scope) is False


def test_an_empty_scope_will_do() -> None:
    assert evaluate(parse("answered(a) or day > 0 or previous(a) > 1"), Scope()) is False


@pytest.mark.parametrize("answer", [-0.0, [-0.0]])
def test_minus_zero_is_no_value(answer: object) -> None:
    assert repr(value_of(answer)) in ("0.0", "(0.0,)")
