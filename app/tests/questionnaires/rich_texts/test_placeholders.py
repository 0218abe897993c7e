"""Where the placeholders of a text stand."""

import pytest

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.masking import Found, find_placeholders
from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.reading import placeholders
from esmpress.questionnaires.rich_texts.text_error import TextError

TEXT = "## {a}\n\n{b} **{c} *{d}***\n\n- [{e}](https://example.org)\n  - {f}\n- {a}"


def test_placeholders_come_in_the_order_they_are_read() -> None:
    blocks = parse(TEXT, Allowed.INTRODUCTION)

    assert placeholders(blocks) == ("a", "b", "c", "d", "e", "f", "a")


def test_placeholders_are_found_with_line_and_column() -> None:
    found = find_placeholders("\ufeff😀 {{a}} {x\ufeff}\r\n\n  { y > 'ä}' }")

    assert found == (Found("x", 1, 9), Found("y > 'ä}'", 3, 3))


def test_a_placeholder_behind_a_backslash_is_none() -> None:
    assert find_placeholders(r"\{a\} \\{b}") == (Found("b", 1, 9),)


def test_a_brace_that_is_not_closed_is_no_placeholder() -> None:
    with pytest.raises(TextError, match=r"^line 2: A brace is not closed"):
        find_placeholders("a\n{b")
