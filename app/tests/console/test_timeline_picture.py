"""The marks of a participant's days at a glance."""

from __future__ import annotations

import re

import pytest

from esmpress.console.timeline.picture import legend_marks


@pytest.mark.parametrize("word", ["Opened", "Begun"])
def test_the_half_of_an_unfinished_prompt_lies_on_its_ring(word: str) -> None:
    mark = dict(legend_marks())[word]

    assert re.findall(r"ring|mark", mark) == ["ring", "mark"]
