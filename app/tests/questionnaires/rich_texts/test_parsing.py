"""What parse takes and gives besides the shared cases."""

import sys
from contextlib import suppress

import pytest
from pydantic import TypeAdapter

from esmpress.questionnaires.logic.tree import ItemNode, Node
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.html_text import html
from esmpress.questionnaires.rich_texts.parsing import delivered, parse
from esmpress.questionnaires.rich_texts.text_error import TextError
from esmpress.questionnaires.rich_texts.tokens import Paragraph, Placeholder, RichText, TextRun

LONGEST = 20_000
SLOW_FOR_OTHERS = {
    "asterisks": "*" * LONGEST,
    "italic that opens": "*a " * 6_666,
    "bold and italic that open": "**a *b " * 2_857,
    "bold that opens, italic that closes": "**a " * 2_500 + "b* " * 3_333,
    "marks within words": "a***b " * 3_333,
    "brackets": "[" * LONGEST,
    "links": "[a](https://a.de)" * 1_176,
    "backticks": "`a\n" * 6_666,
    "blanks": " " * LONGEST,
    "tabs": "\t" * LONGEST,
    "upright lines": "|:" * 10_000,
    "points": "- a\n" * 5_000,
    "empty lines before a point": "- a" + "\n" * 19_990 + "- b",
    "lines of a point": "- a\n" + " a\n" * 6_665,
    "escapes": "\\*" * 10_000,
    "braces": "{" * LONGEST,
    "placeholders": "{a}" * 6_666,
    "less than": "<" * LONGEST,
    "quotes in a brace": "{'a" * 6_666,
}


def read(source: str) -> Node:
    if source == "unknown":
        raise ValueError("there is no item unknown")
    return ItemNode(name=source)


@pytest.mark.parametrize("text", SLOW_FOR_OTHERS.values(), ids=SLOW_FOR_OTHERS)
def test_a_text_four_times_as_long_takes_about_four_times_the_steps(text: str) -> None:
    # A length that cuts no placeholder in two.
    whole, quarter = steps(text), steps(text[:4_998])

    assert whole < 5 * quarter + 1000


def steps(text: str) -> int:
    """How many functions are called, Python's own included, to read a text and write it."""
    called = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        with suppress(TextError):
            html(parse(text, Allowed.INTRODUCTION))
    finally:
        sys.setprofile(None)
    return called


@pytest.mark.parametrize(
    ("allowed", "limit"),
    [
        (Allowed.LABEL, 2000),
        (Allowed.QUESTION, 2000),
        (Allowed.HELP, 2000),
        (Allowed.INTRODUCTION, 20_000),
    ],
)
def test_a_text_has_a_limit_of_its_kind(allowed: Allowed, limit: int) -> None:
    assert parse("ä" * limit, allowed)

    with pytest.raises(TextError, match=f"^The text has {limit + 1} characters; at most {limit} "):
        parse("ä" * (limit + 1), allowed)


def test_line_ends_of_windows_count_once() -> None:
    assert parse("a\r\n" * 1000, Allowed.QUESTION)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(TextError, match=r"U\+D800"):
        parse("a\ud800", Allowed.LABEL)


def test_an_expression_is_handed_to_what_reads_it() -> None:
    (block,) = parse("**{ stress }**", Allowed.QUESTION, read)

    assert block.model_dump(mode="json")["content"][0]["content"] == [
        {
            "kind": "placeholder",
            "source": "stress",
            "tree": {"node": "item", "name": "stress", "part": None},
        }
    ]


def test_an_expression_that_cannot_be_read_is_refused_with_its_line() -> None:
    with pytest.raises(TextError) as caught:
        parse("One\n\n- two {unknown}", Allowed.QUESTION, read)

    assert caught.value.sentence == "line 3: {unknown}: there is no item unknown"
    assert caught.value.line == 3


def test_an_expression_in_a_text_of_one_line_is_refused_without_line() -> None:
    with pytest.raises(TextError) as caught:
        parse("{unknown}", Allowed.LABEL, read)

    assert caught.value.sentence == "{unknown}: there is no item unknown"
    assert caught.value.line is None


def test_a_text_without_markup_is_delivered_as_a_string() -> None:
    assert delivered(parse(r" How \*are\* you? ", Allowed.QUESTION)) == "How *are* you?"
    assert delivered(parse("", Allowed.QUESTION)) == ""


@pytest.mark.parametrize("text", ["**a**", "a\nb", "a\n\nb", "{a}", "- a", "a {b}"])
def test_any_other_text_is_delivered_as_blocks(text: str) -> None:
    blocks = parse(text, Allowed.QUESTION)

    assert delivered(blocks) == blocks


def test_what_is_delivered_comes_back_from_json() -> None:
    text = "## {a}\n\n1. *b*\n2. c\n   - **d**\n\n[e](https://example.org)\nf"
    adapter: TypeAdapter[RichText] = TypeAdapter(RichText)
    blocks = parse(text, Allowed.INTRODUCTION)

    assert adapter.validate_json(adapter.dump_json(blocks)) == blocks


def test_blocks_cannot_be_changed() -> None:
    (block,) = parse("a {b}", Allowed.QUESTION)

    assert block == Paragraph(content=(TextRun(text="a "), Placeholder(source="b")))
    with pytest.raises(ValueError, match="frozen"):
        block.kind = "heading"  # type: ignore[misc, assignment]
