from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.parsing import parse

STRESS = {"node": "item", "name": "stress", "part": None}
DAY = {"node": "moment", "name": "day"}


def number(value: float) -> dict[str, Any]:
    return {"node": "number", "value": value}


def binary(node: str, operator: str, left: object, right: object) -> dict[str, Any]:
    return {"node": node, "operator": operator, "left": left, "right": right}


def item(name: str, part: str | None = None) -> dict[str, Any]:
    return {"node": "item", "name": name, "part": part}


def refused(source: str) -> ExpressionError:
    with pytest.raises(ExpressionError) as error:
        parse(source)
    return error.value


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("2.50", number(2.5)),
        ("'it is \"so\"'", {"node": "text", "value": 'it is "so"'}),
        ('"it\'s"', {"node": "text", "value": "it's"}),
        ("true", {"node": "truth", "value": True}),
        ("mood.valence", item("mood", "valence")),
        ("sleep.day", item("sleep", "day")),
        (" \t\r\nday\n", DAY),
        ("((stress))", STRESS),
        ("- -1", {"node": "negative", "operand": {"node": "negative", "operand": number(1)}}),
        ("stress = 1", binary("comparison", "==", STRESS, number(1))),
        ("stress >= 1", binary("comparison", ">=", STRESS, number(1))),
        (
            "1 - 2 - 3",
            binary("arithmetic", "-", binary("arithmetic", "-", number(1), number(2)), number(3)),
        ),
        (
            "1 + 2 * 3",
            binary("arithmetic", "+", number(1), binary("arithmetic", "*", number(2), number(3))),
        ),
        (
            "-1 * 2",
            binary("arithmetic", "*", {"node": "negative", "operand": number(1)}, number(2)),
        ),
        (
            "stress not in [-1, 2, 'a']",
            {
                "node": "membership",
                "needle": STRESS,
                "haystack": {
                    "node": "list",
                    "items": [number(-1), number(2), {"node": "text", "value": "a"}],
                },
                "negated": True,
            },
        ),
        (
            "max(1, stress)",
            {"node": "call", "function": "max", "arguments": [number(1), STRESS]},
        ),
        (
            "previous(mood.valence)",
            {"node": "earlier", "name": "mood", "part": "valence", "day": None, "beep": None},
        ),
        (
            "earlier(stress, day - 1, 1)",
            {
                "node": "earlier",
                "name": "stress",
                "part": None,
                "day": binary("arithmetic", "-", DAY, number(1)),
                "beep": number(1),
            },
        ),
    ],
)
def test_a_source_becomes_its_tree(source: str, tree: dict[str, Any]) -> None:
    parsed = parse(source)

    assert parsed.model_dump(mode="json") == tree


def test_not_binds_tighter_than_and_and_and_tighter_than_or() -> None:
    plain = parse("a or b and not c == 1 and d")

    assert plain == parse("a or (b and (not (c == 1)) and d)")
    assert plain != parse("(a or b) and not c == 1 and d")


def test_what_is_joined_by_one_word_is_one_node() -> None:
    joined = parse("a and b and c")

    assert len(joined.model_dump()["operands"]) == 3
    assert joined != parse("(a and b) and c")


@pytest.mark.parametrize(
    ("source", "column", "sentence"),
    [
        ("", 1, "the expression is empty"),
        (" \n ", 1, "the expression is empty"),
        ("stress >", 9, "expected a number, a name, a text in quotes or a bracket, found the end"),
        ("stress > )", 10, "expected a number, a name, a text in quotes or a bracket, found “)”"),
        ("stress 5", 8, "expected an operator or the end, found “5”"),
        ("(stress", 8, "expected “)”, found the end"),
        ("max(1 'a')", 7, "expected “,”, found the text “a”"),
        ("mood.", 6, "expected the name of a part, found the end"),
        ("mood.3", 6, "expected the name of a part, found “3”"),
        ("a not b", 7, "expected “in”, found “b”"),
        ("1 < x < 5", 7, "comparisons cannot be chained: join two of them with and"),
        ("1 in a in b", 8, "comparisons cannot be chained: join two of them with and"),
        ("a == 1 not in [1]", 8, "comparisons cannot be chained: join two of them with and"),
        ("x = [1]", 5, "a list can stand only right of in"),
        ("x in []", 7, "expected a number or a text in quotes, found “]”"),
        ("x in [true]", 7, "expected a number or a text in quotes, found “true”"),
        ("x in [-'a']", 8, "expected a number or a text in quotes, found the text “a”"),
        ("x in [1, y]", 10, "expected a number or a text in quotes, found “y”"),
        ("count > 1", 1, "count is a function: brackets must follow it"),
        ("1 + averge(a)", 5, "there is no function averge"),
        ("stress == missing", 11, "missing is no value to compare with: write not answered(…)"),
        ("min()", 1, "min() takes at least 1 thing in its brackets, not 0"),
        ("abs(1, 2)", 1, "abs() takes 1 thing in its brackets, not 2"),
        ("round(1, 2, 3)", 1, "round() takes 1 to 2 things in its brackets, not 3"),
        ("rank(a)", 1, "rank() takes 2 things in its brackets, not 1"),
        ("answered(a, b)", 1, "answered() takes 1 thing in its brackets, not 2"),
        ("answered(1)", 10, "answered() takes the name of an item or a part"),
        ("count_answered(a, b + 1)", 19, "count_answered() takes the name of an item or a part"),
        ("previous(a + 1)", 10, "previous() takes the name of an item or a part first"),
        ("round(a, 7)", 10, "round() takes the number of decimals, 0 to 6, as its second"),
        ("round(a, -1)", 10, "round() takes the number of decimals, 0 to 6, as its second"),
        ("round(a, 0.5)", 10, "round() takes the number of decimals, 0 to 6, as its second"),
        ("1e5", 2, "write numbers in full, without an exponent"),
        ("1. + 2", 2, "a number has one point, with digits after it"),
        ("1.2.3", 4, "a number has one point, with digits after it"),
        ("5x", 1, "a name cannot begin with a digit"),
        ("_x", 1, "a name cannot begin with _"),
        ("a AND b", 3, "words of expressions are in lower case: write and"),
        ("Stress > 1", 1, "names are in lower case: write stress"),
        ("a = 'open", 5, "the text that begins here has no closing quote"),
        ("a ≥ 1", 3, "write >= in place of “≥” (greater-than or equal to)"),
        ("a && b", 3, "write the word and in place of “&”"),
        ("a == “x”", 6, 'write " in place of ““” (left double quotation mark)'),
        ("a\u00a0> 1", 2, "write a plain space in place of U+00A0 (no-break space)"),
        ("a > 1;", 6, "“;” has no meaning in an expression"),
        (
            "stre\u0455s > 1",
            5,
            "names are made of a to z, digits and _, "
            "and “\u0455” (cyrillic small letter dze) is none of them",
        ),
        ("a\x00", 2, "U+0000 has no meaning in an expression"),
        ("'a\x00'", 3, "U+0000 cannot stand in a text"),
        ("'two\nlines'", 5, "U+000A cannot stand in a text"),
        ("a = '\ud83d'", 6, "U+D83D cannot stand in a text"),
        ("\udfff", 1, "U+DFFF has no meaning in an expression"),
        ("a\u200b", 2, "U+200B (zero width space) has no meaning in an expression"),
    ],
)
def test_what_is_no_expression_is_refused_by_column_and_sentence(
    source: str, column: int, sentence: str
) -> None:
    error = refused(source)

    assert (error.column, error.sentence) == (column, sentence)
    assert str(error) == f"{sentence} (column {column})"
    assert str(error).encode()


@pytest.mark.parametrize(
    "moment", ["1.5", "stress", "day * 2", "previous(a)", "'1'", "true", "day - a", "round(day)"]
)
def test_the_day_of_earlier_is_made_of_whole_numbers_and_moments(moment: str) -> None:
    error = refused(f"earlier(stress, {moment}, 1)")

    assert error.column == 17
    assert "whole numbers, day, beep, + and -" in error.sentence
