"""Any questionnaire: items of all kinds on pages, in random orders, with conditions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from esmpress.questionnaires.definition import Definition, Faults
from tests.questionnaires.builders import BOTH, PICTURES

Fields = dict[str, Any]
Draw = Callable[[st.SearchStrategy[Any]], Any]

PARTS_OF_GRID = ("valence", "arousal")
TEXTS = st.sampled_from(
    ["text", "**How** are you?", "a _little_ now", "- one\n- two", "Day {day}."]
)
PLAIN = {"en": "label", "pl": "etykieta"}
OPTIONAL = st.none() | st.just(PLAIN)
ROWS = [{"name": name, "text": PLAIN} for name in ("first", "second", "third")]


def texts(draw: Draw) -> dict[str, str]:
    """A text in two languages, now and then with markup or an expression."""
    return {"en": draw(TEXTS), "pl": "tekst"}


@st.composite
def options(draw: Draw, /, least: int, most: int, **flags: st.SearchStrategy[bool]) -> list[Fields]:
    """Options with values of their own, in any order."""
    values = draw(st.lists(st.integers(-3, 12), min_size=least, max_size=most, unique=True))
    return [
        {"value": value, "label": PLAIN, **{name: draw(flag) for name, flag in flags.items()}}
        for value in values
    ]


def _multiple(draw: Draw) -> Fields:
    offered = draw(options(2, 6, fixed=st.booleans(), exclusive=st.just(False)))
    if draw(st.booleans()):
        offered[-1]["exclusive"] = True
    together = sum(not one["exclusive"] for one in offered)
    most = draw(st.none() | st.integers(1, together))
    least = draw(st.none() | st.integers(1, most or together))
    return {
        "options": offered,
        "min_chosen": least,
        "max_chosen": most,
        "shuffle": draw(st.booleans()),
    }


def _slider(draw: Draw) -> Fields:
    step = draw(st.sampled_from([0.001, 0.1, 0.25, 0.5, 1, 5]))
    low = draw(st.integers(-20, 20))
    high = round(low + step * draw(st.integers(1, 400)), 3)
    return {"min": low, "max": high, "step": step, "min_label": PLAIN, "max_label": PLAIN}


def _number(draw: Draw) -> Fields:
    decimals = draw(st.integers(0, 3))
    low = draw(st.none() | st.integers(-50, 50))
    high = None if low is None else draw(st.none() | st.integers(low + 1, low + 100))
    step = draw(st.none() | st.sampled_from([1, 2, 5, round(10.0**-decimals * 2, decimals)]))
    return {"min": low, "max": high, "decimals": decimals, "step": step, "unit": draw(OPTIONAL)}


def _date(draw: Draw) -> Fields:
    days = draw(st.lists(st.dates(), max_size=2).map(sorted))
    names = (
        draw(st.permutations(["earliest", "latest"])) if len(days) < 2 else ["earliest", "latest"]
    )
    return {name: day.isoformat() for name, day in zip(names, days, strict=False)}


def _duration(draw: Draw) -> Fields:
    step, low = draw(st.sampled_from([1, 5, 15])), draw(st.integers(0, 100))
    high = low + step * draw(st.integers(1, 100))
    return {"min_minutes": low, "max_minutes": high, "step_minutes": step}


def _ranking(draw: Draw) -> Fields:
    offered = draw(options(2, 5, fixed=st.booleans()))
    top = draw(st.none() | st.integers(1, len(offered)))
    return {"options": offered, "top": top, "shuffle": draw(st.booleans())}


def _choice(draw: Draw) -> Fields:
    return {"options": draw(options(2, 6, fixed=st.booleans())), "shuffle": draw(st.booleans())}


# The settings of each kind but computed, which needs something to compute from.
SETTINGS: dict[str, Callable[[Draw], Fields]] = {
    "single_choice": _choice,
    "multiple_choice": _multiple,
    "likert": lambda draw: {"options": draw(options(3, 7))},
    "matrix": lambda draw: {
        "rows": ROWS[: draw(st.integers(1, 3))],
        "options": draw(options(2, 4)),
        "shuffle": draw(st.booleans()),
    },
    "slider": _slider,
    "affect_grid": lambda draw: {
        "size": draw(st.sampled_from([5, 7, 9, 11])),
        "labels": dict.fromkeys(("left", "right", "bottom", "top"), PLAIN),
    },
    "number": _number,
    "text": lambda draw: {
        "max_length": draw(st.sampled_from([1, 5, 40, 5000])),
        "multiline": draw(st.booleans()),
    },
    "date": _date,
    "time": lambda draw: {"step_minutes": draw(st.sampled_from([1, 5, 15, 60]))},
    "duration": _duration,
    "ranking": _ranking,
    "yes_no": lambda draw: {"yes_label": draw(OPTIONAL)},
    "image_choice": lambda draw: {"options": PICTURES, "shuffle": draw(st.booleans())},
    "information": lambda _draw: {},
    "consent": lambda _draw: {},
    "photo": lambda _draw: {},
}
NEVER_REQUIRED = ("information", "computed")


@st.composite
def items(draw: Draw, name: str) -> Fields:
    """An item of any kind, without a condition."""
    kind = draw(st.sampled_from(list(SETTINGS)))
    item = {"kind": kind, "name": name, "text": texts(draw), **SETTINGS[kind](draw)}
    if kind not in NEVER_REQUIRED:
        item["required"] = draw(st.booleans())
        item["ask_again"] = not item["required"] and draw(st.booleans())
        item["can_decline"] = kind != "consent" and draw(st.booleans())
    return item


def sources_about(draw: Draw, item: Fields) -> str:
    """A condition about the answer to an item, which some answer makes true."""
    name = item["name"]
    if item["kind"] == "information":
        return "day > 1"
    about = [f"answered({name})", f"not answered({name})", f"answered(previous({name}))"]
    if item.get("can_decline"):
        about.append(f"declined({name})")
    return str(draw(st.sampled_from([*about, *_comparisons(item, name)])))


def _comparisons(item: Fields, name: str) -> list[str]:
    match item["kind"]:
        case "single_choice" | "likert" | "image_choice":
            value = item["options"][0]["value"]
            return [f"{name} == {value}", f"{name} in [{value}, 99]", f"{name} != {value}"]
        case "multiple_choice":
            return [f"{item['options'][0]['value']} in {name}", f"count({name}) >= 1"]
        case "ranking":
            return [f"rank({name}, {item['options'][0]['value']}) == 1"]
        case "matrix":
            row = item["rows"][0]["name"]
            return [f"{name}.{row} == {item['options'][-1]['value']}", f"answered({name}.{row})"]
        case "affect_grid":
            return [f"{name}.valence + {name}.arousal >= 0", f"previous({name}.valence) < 0"]
        case "slider":
            return [f"{name} > {item['min']}", f"{name} * 2 <= {item['max'] * 2}"]
        case "number" | "duration":
            return [f"mean({name}, previous({name})) > 0 or {name} <= 0", f"{name} != 7"]
        case "text":
            return [f"length({name}) > 0", f"{name} != 'no'"]
        case _:
            return _other_comparisons(item, name)


def _other_comparisons(item: Fields, name: str) -> list[str]:
    match item["kind"]:
        case "date":
            return [f"{name} != '2027-01-31'"]
        case "time":
            return [f"{name} >= '12:00'", f"{name} < '12:00'"]
        case "yes_no":
            return [name, f"not {name}"]
        case "consent":
            return [name]
    return []


def formulas_about(draw: Draw, item: Fields) -> str:
    """A formula that uses the answer to an item."""
    name = item["name"]
    match item["kind"]:
        case "slider" | "number" | "duration" | "likert":
            return str(
                draw(st.sampled_from([f"{name} / 3", f"sum({name}, 1)", f"round({name}, 1)"]))
            )
        case "affect_grid":
            return f"{name}.valence - {name}.arousal"
        case "text" | "date" | "time" | "yes_no":
            return str(name)
        case "information":
            return "day + beep"
    return f"count_answered({name})"


@st.composite
def _pages(draw: Draw) -> list[Fields]:
    count = draw(st.integers(1, 4))
    pages: list[Fields] = [
        {"name": f"p{n}", "shuffle": draw(st.booleans()), "fixed": draw(st.booleans()), "items": []}
        for n in range(count)
    ]
    for number in range(draw(st.integers(count, 9))):
        page = pages[number] if number < count else draw(st.sampled_from(pages))
        page["items"].append(draw(items(f"i{number}")))
    return pages


@st.composite
def definitions(draw: Draw) -> Definition:
    """A checked definition; conditions use what they may."""
    pages, shuffle_pages = draw(_pages()), draw(st.booleans())
    fields: Fields = {"title": BOTH, "pages": pages, "shuffle_pages": shuffle_pages}
    fields["presentation"] = draw(st.sampled_from(["page", "item"]))
    _rotate(draw, fields)
    moving = [place for place, page in enumerate(pages) if shuffle_pages and not page["fixed"]]
    for place, page in enumerate(pages):
        before = [
            one for at in range(place) if _first(at, place, moving) for one in pages[at]["items"]
        ]
        if before and draw(st.booleans()):
            page["show_if"] = _condition(draw, before)
        for item in page["items"]:
            if before and draw(st.booleans()):
                item["show_if"] = _condition(draw, before)
            if not page["shuffle"]:
                before.append(item)
        known = [*before, *(page["items"] if page["shuffle"] else [])]
        if place not in moving and draw(st.integers(0, 3)) == 0:
            page["end_if"] = _condition(draw, known)
        if known and draw(st.booleans()):
            page["items"].append(_computed(draw, f"c{place}", before))
    return _checked(fields)


def _rotate(draw: Draw, fields: Fields) -> None:
    members = [item for page in fields["pages"] for item in page["items"] if draw(st.booleans())]
    if len(members) > 1:
        show = draw(st.integers(1, len(members) - 1))
        method = draw(st.sampled_from(["random", "in_turn"]))
        fields["rotations"] = [{"name": "some", "show": show, "method": method}]
        for item in members:
            item["rotation"] = "some"


def _first(one: int, other: int, moving: list[int]) -> bool:
    if one in moving:
        return other not in moving and other > max(moving)
    return other not in moving or one < min(moving)


def _condition(draw: Draw, known: list[Fields]) -> str:
    answered = [one for one in known if one["kind"] != "computed"]
    sources = (
        [
            sources_about(draw, one)
            for one in draw(st.lists(st.sampled_from(answered), min_size=1, max_size=2))
        ]
        if answered
        else ["day < 3"]
    )
    asked = [one["name"] for one in known if one["kind"] not in ("computed", "information")]
    before = [f"answered(earlier({asked[0]}, day - 1, 1))"] if asked else []
    extra = draw(st.sampled_from(["", "day > 1", "beep == 1", *before]))
    word: str = draw(st.sampled_from([" or ", " and "]))
    return word.join([*sources, *([extra] if extra else [])])


def _computed(draw: Draw, name: str, known: list[Fields]) -> Fields:
    answered = [one for one in known if one["kind"] != "computed"]
    formula = formulas_about(draw, draw(st.sampled_from(answered))) if answered else "day * 2"
    return {"kind": "computed", "name": name, "text": BOTH, "formula": formula}


def _checked(fields: Fields) -> Definition:
    """The definition; conditions that can never hold together are taken out."""
    try:
        return Definition.model_validate(fields)
    except ValidationError as error:
        faults = [one.get("ctx", {}).get("error") for one in error.errors()]
        if not all(
            isinstance(one, Faults)
            and all("no answers make this true" in said for said in one.faults)
            for one in faults
        ):
            raise
    for page in fields["pages"]:
        for part in (page, *page["items"]):
            part.pop("show_if", None)
            part.pop("end_if", None)
    return Definition.model_validate(fields)
