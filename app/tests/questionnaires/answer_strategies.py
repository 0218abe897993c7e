"""Answers to any questionnaire: good ones, nearly good ones, and junk."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import (
    AffectGrid,
    Computed,
    Date,
    Duration,
    Information,
    Item,
    Matrix,
    MultipleChoice,
    Number,
    Ranking,
    Slider,
    Text,
    Time,
    YesNo,
)
from tests.questionnaires.strategies import Draw

DECLINED = {"missing": "declined"}
PHOTO = "0e8b3f0a-6f2b-4a57-9a39-5c1d6f0f7b11"
# Numbers as JavaScript has them too: whole ones without a point, and none of hundreds of digits.
NUMBERS = st.integers(-20, 120) | st.sampled_from([0.5, 0.1, 1e-7, -0.25, 10**15, 2.675])
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | NUMBERS
    | st.text(max_size=6)
    | st.sampled_from(["\x00", "\ud800", "22:30", "2027-01-31", PHOTO, "\ufeff", "\x1f", "7:5"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["missing", "valence", "arousal", "first", "second", "x"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@st.composite
def good_answers(draw: Draw, item: Item) -> Any:
    """An answer that fits the item."""
    if item.can_decline and draw(st.integers(0, 4)) == 0:
        return DECLINED
    match item:
        case MultipleChoice():
            return _many(draw, item)
        case Ranking():
            values = [option.value for option in item.options]
            return list(draw(st.permutations(values)))[: item.places]
        case Matrix():
            rows = [row.name for row in item.rows]
            least = len(rows) if item.required else 1
            some = draw(st.lists(st.sampled_from(rows), min_size=least, unique=True))
            value = st.sampled_from([option.value for option in item.options])
            return {row: draw(value) for row in some}
        case AffectGrid():
            field = st.integers(-item.reach, item.reach)
            return {"valence": draw(field), "arousal": draw(field)}
        case Slider() | Number() | Duration():
            return _amount(draw, item)
        case Text():
            # Never blank, which would be no answer.
            return "x" + draw(
                st.text(
                    st.characters(exclude_categories=["Cs", "Cc"]), max_size=item.max_length - 1
                )
            )
        case _:
            return _moment_or_choice(draw, item)


def _moment_or_choice(draw: Draw, item: Item) -> Any:
    match item:
        case Date():
            low = date.fromisoformat(item.earliest or "0001-01-01")
            high = date.fromisoformat(item.latest or "9999-12-31")
            return draw(st.dates(low, high)).isoformat()
        case Time():
            minutes = draw(st.integers(0, 1440 // item.step_minutes - 1)) * item.step_minutes
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case YesNo():
            return draw(st.booleans())
        case Information() | Computed():
            return None
    if hasattr(item, "options"):
        return draw(st.sampled_from([option.value for option in item.options]))
    return PHOTO if item.kind == "photo" else True


def _many(draw: Draw, item: MultipleChoice) -> list[int]:
    alone = [option.value for option in item.options if option.exclusive]
    if alone and draw(st.booleans()):
        return alone[:1]
    together = [option.value for option in item.options if not option.exclusive]
    least, most = item.min_chosen or 1, item.max_chosen or len(together)
    count = draw(st.integers(least, most))
    return list(draw(st.permutations(together)))[:count]


def _amount(draw: Draw, item: Slider | Number | Duration) -> int | float:
    low: float
    high: float
    match item:
        case Duration():
            low, high, step = item.min_minutes, item.max_minutes, Decimal(item.step_minutes)
        case _:
            low = item.min if item.min is not None else 0
            high = item.max if item.max is not None else low + 50
            step = Decimal(str(item.step or 10.0 ** -getattr(item, "decimals", 0)))
    steps = int((Decimal(str(high)) - Decimal(str(low))) / step)
    return plain(float(Decimal(str(low)) + draw(st.integers(0, steps)) * step))


@st.composite
def near_answers(draw: Draw, item: Item) -> Any:
    """A good answer with one thing changed."""
    good = draw(good_answers(item))
    match good:
        case bool() | None:
            return draw(st.sampled_from([0, 1, "true", [good]]))
        case int() | float():
            return draw(
                st.sampled_from(
                    [plain(good + 0.5), good + 1, -good, str(good), [good], plain(good + 1e-7)]
                )
            )
        case str():
            return draw(
                st.sampled_from([good + "0", good[:-1], f" {good}", good * 50, [good], good + "\n"])
            )
        case list():
            return draw(
                st.sampled_from(
                    [
                        good[1:],
                        [*good, good[0]],
                        [*good, 77],
                        good[::-1],
                        [str(one) for one in good],
                    ]
                )
            )
        case dict():
            changed = {
                name: draw(st.sampled_from([99, -99, 0.5, "1", None, True]))
                for name in list(good)[:1]
            }
            return draw(
                st.sampled_from(
                    [good | changed, good | {"x": 1}, dict(list(good.items())[1:]), list(good)]
                )
            )
    return good


def plain(number: float) -> int | float:
    """The number as JSON of JavaScript: whole ones without a point."""
    return int(number) if number == int(number) else number


@st.composite
def answers_to(draw: Draw, definition: Definition, *, good: int = 6) -> dict[str, Any]:
    """Answers to some of the items; `good` in eight of them fit, the others may."""
    answers = {}
    for item in definition.items:
        kind = draw(st.integers(0, 7))
        if kind == 7 and good < 8:
            answers[item.name] = draw(JUNK)
        elif kind >= good:
            answers[item.name] = draw(near_answers(item))
        elif draw(st.integers(0, 5)) and not isinstance(item, Computed | Information):
            answers[item.name] = draw(good_answers(item))
    return answers


@st.composite
def scopes(draw: Draw, definition: Definition) -> dict[str, Any]:
    """What the conditions of a prompt may know beside its answers."""
    previous = draw(answers_to(definition))
    earlier = draw(answers_to(definition))
    day, beep = draw(st.integers(1, 4)), draw(st.integers(1, 3))
    return {
        "day": day,
        "beep": beep,
        "previous": previous,
        "earlier": {f"{name}@{day - 1}.1": value for name, value in earlier.items()},
    }
