from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from esmpress.questionnaires.logic.expression import PUBLISHED, Expression
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.tree import Node

SOURCE = "stress > 50"
TREE = parse(SOURCE).model_dump(mode="json")
OTHER = parse("stress > 51").model_dump(mode="json")
NODE: TypeAdapter[Node] = TypeAdapter(Node)


def refusal(given: object, context: dict[str, Any] | None = None) -> str:
    with pytest.raises(ValidationError) as refused:
        Expression.model_validate(given, context=context)
    return str(refused.value)


@pytest.mark.parametrize(
    "given",
    [
        SOURCE,
        {"source": SOURCE},
        {"source": SOURCE, "tree": None},
        {"source": SOURCE, "tree": TREE},
    ],
)
def test_an_expression_keeps_its_source_and_tree(given: object) -> None:
    expression = Expression.model_validate(given)

    assert expression.model_dump(mode="json") == {"source": SOURCE, "tree": TREE}
    assert str(expression) == SOURCE


def test_a_wrong_source_is_refused_with_its_column() -> None:
    assert "expected an operator or the end, found “5” (column 8)" in refusal("stress 5")


def test_a_tree_of_another_source_is_refused() -> None:
    assert "the tree is not that of the source" in refusal({"source": SOURCE, "tree": OTHER})


def test_a_published_version_keeps_its_tree() -> None:
    published = Expression.model_validate({"source": SOURCE, "tree": OTHER}, context=PUBLISHED)

    assert published.tree == parse("stress > 51")


def test_a_published_tree_is_held_to_the_limits() -> None:
    tree: dict[str, Any] = {"node": "number", "value": 1}
    for _ in range(20):
        tree = {"node": "negative", "operand": tree}

    assert "at most 20 deep" in refusal({"source": SOURCE, "tree": tree}, PUBLISHED)


@pytest.mark.parametrize("given", [None, 5, [], {}, {"tree": TREE}, {"source": 5}, True])
def test_what_is_no_expression_is_refused(given: object) -> None:
    assert refusal(given)


@pytest.mark.parametrize(
    "node",
    [
        {"node": "number", "value": True},
        {"node": "number", "value": "1"},
        {"node": "number", "value": 1e16},
        {"node": "number", "value": float("nan")},
        {"node": "text", "value": 1},
        {"node": "truth", "value": 1},
        {"node": "item", "name": "A"},
        {"node": "item", "name": "a", "part": "a\n"},
        {"node": "moment", "name": "hour"},
        {"node": "call", "function": "eval", "arguments": [TREE]},
        {"node": "junction", "operator": "and", "operands": [TREE]},
        {"node": "list", "items": []},
        {"node": "list", "items": [TREE]},
        {"node": "number", "value": 1, "more": 2},
        {"node": "lambda"},
        {"value": 1},
    ],
)
def test_a_node_of_another_shape_is_refused(node: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        NODE.validate_python(node)


def test_a_bottomless_tree_is_refused() -> None:
    tree: dict[str, Any] = {"node": "number", "value": 1}
    for _ in range(100_000):
        tree = {"node": "negative", "operand": tree}

    assert refusal({"source": SOURCE, "tree": tree})
    while "operand" in tree:  # Taken apart by hand: the interpreter would recurse.
        tree = tree.pop("operand")
