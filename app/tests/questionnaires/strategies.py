"""Hypothesis strategies: whatever definition there can be, as its fields."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from esmpress.questionnaires.definition import Definition

Fields = dict[str, Any]

LANGUAGES = (("en",), ("en", "pl"), ("de", "en", "pl"))
# The smallest PNG there is.
PICTURE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "YPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
_WORD = st.text("abcxyzABCąęłßéж0123456789", min_size=1, max_size=8)
_START = st.sampled_from(["", "", "", "=", "+", "@", "'", "„"])


@st.composite
def _sentences(draw: st.DrawFn, end: str) -> str:
    words = draw(st.lists(_WORD, min_size=1, max_size=4))
    between = draw(st.sampled_from([", ", " ", "; "]))
    return f"{draw(_START)}{between.join(words)}{end}"


def texts(languages: tuple[str, ...], *, piped: bool = True) -> st.SearchStrategy[dict[str, str]]:
    """A text in every language, now and then with the same placeholder in all."""
    ends = st.sampled_from(["", "", "?", " {day}"] if piped else ["", "?"])
    return ends.flatmap(
        lambda end: st.fixed_dictionaries(dict.fromkeys(languages, _sentences(end)))
    )


@st.composite
def options(draw: st.DrawFn, languages: tuple[str, ...], *, least: int, most: int) -> list[Fields]:
    """Options with values of their own, in any order."""
    value = st.integers(-(10**9), 10**9) | st.integers(-3, 12)
    values = draw(st.lists(value, min_size=least, max_size=most, unique=True))
    return [{"value": one, "label": draw(texts(languages))} for one in values]


@st.composite
def _rows(draw: st.DrawFn, languages: tuple[str, ...]) -> list[Fields]:
    names = draw(st.lists(st.sampled_from("abc"), min_size=1, max_size=3, unique=True))
    return [{"name": name, "text": draw(texts(languages))} for name in names]


def _choice(languages: tuple[str, ...]) -> st.SearchStrategy[Fields]:
    some = options(languages, least=2, most=4)
    return st.one_of(
        st.fixed_dictionaries(
            {"kind": st.just("single_choice"), "options": some, "shuffle": st.booleans()},
            optional={"look": st.sampled_from(["list", "buttons"])},
        ),
        st.fixed_dictionaries(
            {"kind": st.just("multiple_choice"), "options": some},
            optional={"min_chosen": st.just(1), "max_chosen": st.just(2)},
        ),
        st.fixed_dictionaries(
            {"kind": st.just("likert"), "options": options(languages, least=3, most=5)}
        ),
        st.fixed_dictionaries(
            {"kind": st.just("ranking"), "options": some}, optional={"top": st.just(2)}
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("matrix"),
                "options": some,
                "rows": _rows(languages),
            }
        ),
        st.fixed_dictionaries(
            {"kind": st.just("yes_no")},
            optional={"yes_label": texts(languages), "no_label": texts(languages)},
        ),
        some.map(
            lambda made: {
                "kind": "image_choice",
                "options": [one | {"image": PICTURE} for one in made],
            }
        ),
    )


def _scale(languages: tuple[str, ...]) -> st.SearchStrategy[Fields]:
    label = texts(languages)
    return st.one_of(
        st.fixed_dictionaries(
            {"kind": st.just("slider"), "min_label": label, "max_label": label},
            optional={
                "min": st.just(-50),
                "step": st.sampled_from([0.5, 1, 5]),
                "show_value": st.booleans(),
            },
        ),
        st.fixed_dictionaries(
            {
                "kind": st.just("affect_grid"),
                "labels": st.fixed_dictionaries(
                    dict.fromkeys(("left", "right", "bottom", "top"), label)
                ),
            },
            optional={"size": st.sampled_from([5, 11])},
        ),
        st.fixed_dictionaries(
            {"kind": st.just("number"), "decimals": st.sampled_from([1, 2])},
            optional={
                "min": st.sampled_from([-1.5, 0]),
                "max": st.sampled_from([24, 1e6]),
                "step": st.just(0.5),
                "unit": label,
            },
        ),
        st.just({"kind": "duration", "min_minutes": 5, "max_minutes": 65, "step_minutes": 15}),
    )


def _other(languages: tuple[str, ...]) -> st.SearchStrategy[Fields]:
    del languages
    return st.one_of(
        st.fixed_dictionaries(
            {"kind": st.just("text")},
            optional={"max_length": st.integers(1, 5000), "multiline": st.booleans()},
        ),
        st.fixed_dictionaries(
            {"kind": st.just("date")},
            optional={"earliest": st.just("2027-01-31"), "latest": st.just("2027-02-28")},
        ),
        st.fixed_dictionaries(
            {"kind": st.just("time")}, optional={"step_minutes": st.sampled_from([1, 15])}
        ),
        st.sampled_from(
            [
                {"kind": "information"},
                {"kind": "consent"},
                {"kind": "photo", "max_megabytes": 1},
                {"kind": "computed", "formula": "day + 1"},
                {"kind": "computed", "formula": "day > 2 or beep in [1, 2]"},
            ]
        ),
    )


@st.composite
def items(draw: st.DrawFn, languages: tuple[str, ...], name: str, earlier: list[str]) -> Fields:
    """An item of any kind; its condition may ask about the items `earlier` on other pages."""
    any_kind = st.one_of(_choice(languages), _scale(languages), _other(languages))
    fields = {"name": name, "text": draw(texts(languages)), **draw(any_kind)}
    for field in ("help", "range_message"):
        if draw(st.integers(0, 4)) == 0:
            fields[field] = draw(texts(languages))
    if fields["kind"] not in ("information", "computed"):
        fields["required"] = draw(st.booleans())
        if not fields["required"]:
            fields["ask_again"] = draw(st.booleans())
        if fields["kind"] != "consent":
            fields["can_decline"] = draw(st.booleans())
    if draw(st.integers(0, 3)) == 0:
        fields["show_if"] = draw(_conditions(earlier))
    return fields


def _conditions(earlier: list[str]) -> st.SearchStrategy[str]:
    about = [f"answered({name})" for name in earlier]
    return st.sampled_from(["day > 1", "not (beep in [1, 2]) and day != 3", *about])


@st.composite
def definition_fields(draw: st.DrawFn) -> Fields:
    """The fields of a definition that can be published."""
    languages = draw(st.sampled_from(LANGUAGES))
    pages: list[Fields] = []
    earlier: list[str] = []
    for number in range(1, draw(st.integers(1, 3)) + 1):
        names = [f"item_{number}_{place}" for place in range(1, draw(st.integers(1, 4)) + 1)]
        page: Fields = {
            "name": f"page_{number}",
            "items": [draw(items(languages, name, earlier)) for name in names],
            "shuffle": draw(st.booleans()),
        }
        if draw(st.booleans()):
            page["title"] = draw(texts(languages))
        if draw(st.integers(0, 3)) == 0:
            page["show_if"] = draw(_conditions(earlier))
        if draw(st.integers(0, 3)) == 0:
            page["end_if"] = "day > 5"
        pages.append(page)
        earlier += [one["name"] for one in page["items"] if one["kind"] not in _UNANSWERED]
    fields: Fields = {"title": draw(texts(languages)), "pages": pages}
    if draw(st.booleans()):
        fields["introduction"] = draw(texts(languages))
    return fields | _rotation(draw, pages)


_UNANSWERED = ("information", "computed")


def _rotation(draw: st.DrawFn, pages: list[Fields]) -> Fields:
    able = [one for page in pages for one in page["items"] if one["kind"] != "computed"]
    if len(able) < 2 or not draw(st.booleans()):
        return {}
    for item in able:
        item["rotation"] = "some"
    return {"rotations": [{"name": "some", "show": 1, "method": "in_turn"}]}


def definitions() -> st.SearchStrategy[Definition]:
    """Any definition that can be published."""
    return definition_fields().map(Definition.model_validate)
