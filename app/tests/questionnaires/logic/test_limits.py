"""Whatever is written, parsing gives a tree within the limits, or one sentence."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.limits import check_limits
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.tree import (
    JunctionNode,
    NegativeNode,
    Node,
    NumberNode,
    nodes_of,
)
from tests.questionnaires.logic.strategies import depth

WORDS = st.sampled_from(
    [
        *("and", "or", "not", "in", "true", "day", "beep", "missing", "stress", "mood", "."),
        *("(", ")", "[", "]", ",", "+", "-", "*", "/", "=", "==", "!=", "<", "<=", ">", ">="),
        *("1", "2.5", "'a'", '"b"', "'", "answered(", "previous(", "earlier(", "round(", "min("),
        *("e5", "é", "≥", "\x00", "\ud800"),
    ]
)


@pytest.mark.parametrize(
    "source",
    [
        "(" * 20 + "1" + ")" * 20,
        "-" * 19 + "1",
        "not " * 19 + "true",
        "abs(" * 19 + "1" + ")" * 19,
        "+".join("1" * 20),
        " or ".join(["x"] * 199),
        "x in [" + ",".join("1" * 100) + "]",
        "x == '" + "é" * 900 + "'",
        "1" + " " * 999,
        "1000000000000000",
        "a" * 40,
    ],
)
def test_an_expression_at_a_limit_is_read(source: str) -> None:
    assert parse(source)


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("(" * 21 + "1" + ")" * 21, "brackets and signs nest at most 20 deep"),
        ("(" * 1000, "brackets and signs nest at most 20 deep"),
        ("-" * 1000, "brackets and signs nest at most 20 deep"),
        ("not " * 250, "brackets and signs nest at most 20 deep"),
        ("abs(" * 250, "brackets and signs nest at most 20 deep"),
        ("not " * 10 + "-" * 11 + "1", "brackets and signs nest at most 20 deep"),
        ("+".join("1" * 21), "at most 20 steps deep"),
        ("1+" * 499 + "1", "at most 20 steps deep"),
        ("-" * 20 + "1", "at most 20 steps deep"),
        (" or ".join(["x"] * 200), "an expression has at most 200 parts"),
        ("x in [" + ",".join("1" * 101) + "]", "a list has at most 100 values"),
        ("1" + " " * 1000, "at most 1000 characters, this one has 1001"),
        ("(" * 10_000, "at most 1000 characters, this one has 10000"),
        ("1000000000000001", "numbers go up to 1000000000000000"),
        ("9" * 1000, "numbers go up to 1000000000000000"),
        ("a" * 41, "a name has at most 40 characters"),
    ],
)
def test_an_expression_beyond_a_limit_is_refused(source: str, sentence: str) -> None:
    with pytest.raises(ExpressionError, match=sentence):
        parse(source)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=40))
@example("\ud800")
def test_any_text_gives_a_small_tree_or_a_sentence(source: str) -> None:
    try:
        tree = parse(source)
    except ExpressionError as error:
        assert str(error).encode()
        assert error.column is None or 1 <= error.column <= len(source) + 1
    else:
        check_limits(tree)


def test_limits_count_levels_and_nodes() -> None:
    tree: Node = NumberNode(value=1)
    for _ in range(19):
        tree = NegativeNode(operand=tree)

    check_limits(tree)

    assert (depth(tree), len(list(nodes_of(tree)))) == (20, 20)
    with pytest.raises(ExpressionError, match="at most 20 deep"):
        check_limits(NegativeNode(operand=tree))


def test_a_tree_with_many_nodes_is_refused() -> None:
    operands = tuple(NumberNode(value=1) for _ in range(199))

    check_limits(JunctionNode(operator="and", operands=operands))

    with pytest.raises(ExpressionError, match="at most 200 nodes"):
        check_limits(JunctionNode(operator="and", operands=(*operands, operands[0])))
