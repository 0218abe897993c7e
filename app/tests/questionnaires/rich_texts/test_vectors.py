"""Texts, what becomes of them, and the sentences that refuse them; TypeScript reads them too."""

import pytest

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.html_text import html
from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.plain_text import plain
from esmpress.questionnaires.rich_texts.text_error import TextError
from tests.questionnaires.rich_texts.cases import Case, filling, read_cases

CASES = read_cases()
GOOD = [case for case in CASES if "error" not in case]
BAD = [case for case in CASES if "error" in case]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["name"])
def test_a_text_becomes_its_blocks(case: Case) -> None:
    blocks = parse(case["text"], Allowed(case["allowed"]))

    assert [block.model_dump(mode="json") for block in blocks] == case["blocks"]


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case["name"])
def test_a_text_is_written_plain_and_as_html(case: Case) -> None:
    blocks = parse(case["text"], Allowed(case["allowed"]))

    assert plain(blocks, filling(case)) == case["plain"]
    assert html(blocks, filling(case)) == case["html"]


@pytest.mark.parametrize("case", BAD, ids=lambda case: case["name"])
def test_a_bad_text_is_refused_with_a_sentence(case: Case) -> None:
    with pytest.raises(TextError) as caught:
        parse(case["text"], Allowed(case["allowed"]))

    assert caught.value.sentence == str(caught.value) == case["error"]
