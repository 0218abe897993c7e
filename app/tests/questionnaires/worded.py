"""Hypothesis strategies: definitions whose texts say anything, in several languages."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.sources import source_of
from tests.questionnaires.strategies import definitions

LANGUAGES = (("en",), ("en", "pl"), ("de", "en", "pl"))
_WORD = st.text("abcxyzABCąęłßéж0123456789", min_size=1, max_size=8)
# What spreadsheets would run, and what the guard against it is made of.
_START = st.sampled_from(["", "", "", "=", "+", "@", "'", "„"])


@st.composite
def _sentences(draw: st.DrawFn, end: str) -> str:
    words = draw(st.lists(_WORD, min_size=1, max_size=4))
    between = draw(st.sampled_from([", ", " ", "; "]))
    return f"{draw(_START)}{between.join(words)}{end}"


def texts(languages: tuple[str, ...]) -> st.SearchStrategy[dict[str, str]]:
    """A text in every language, now and then with the same placeholder in all."""
    ends = st.sampled_from(["", "", "?", " {day}"])
    return ends.flatmap(
        lambda end: st.fixed_dictionaries(dict.fromkeys(languages, _sentences(end)))
    )


@st.composite
def worded_definitions(
    draw: st.DrawFn, among: tuple[tuple[str, ...], ...] = LANGUAGES
) -> Definition:
    """Any definition that can be published, with texts of its own in one of sets of languages."""
    languages = draw(st.sampled_from(among))
    fields = _reworded(draw, source_of(draw(definitions())), languages)
    for page in fields["pages"]:
        if draw(st.booleans()):
            page["title"] = draw(texts(languages))
        for item in page["items"]:
            if draw(st.integers(0, 4)) == 0:
                item["help"] = draw(texts(languages))
    if draw(st.booleans()):
        fields["introduction"] = draw(texts(languages))
    return Definition.model_validate(fields)


def _reworded(draw: st.DrawFn, value: Any, languages: tuple[str, ...]) -> Any:
    """The same with other texts in other languages."""
    match value:
        case {"en": str()}:
            return draw(texts(languages))
        case dict():
            return {name: _reworded(draw, one, languages) for name, one in value.items()}
        case list():
            return [_reworded(draw, one, languages) for one in value]
    return value
