from __future__ import annotations

import re
from pathlib import Path

import pytest

from esmpress.questionnaires.logic.checking import check
from esmpress.questionnaires.logic.known import Known
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.unreachable import always_false
from esmpress.questionnaires.logic.words import FUNCTIONS
from tests.questionnaires.logic.items import ITEMS

GUIDE = (Path(__file__).parents[4] / "docs" / "questionnaire-logic.md").read_text()
EXAMPLES = [
    line for block in re.findall(r"```\n(.*?)```", GUIDE, re.DOTALL) for line in block.splitlines()
]


@pytest.mark.parametrize("source", EXAMPLES)
def test_an_example_of_the_guide_is_good(source: str) -> None:
    items = {**ITEMS, "income": Known(type="number")}
    tree = parse(source)

    found = check(tree, items=items, expected="value")

    assert found == "number" or not always_false(tree, items)


def test_the_guide_names_every_function() -> None:
    assert len(EXAMPLES) > 15
    for function in FUNCTIONS:
        assert f"`{function}" in GUIDE
