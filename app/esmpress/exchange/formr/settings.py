"""The settings of an item's kind, from the type of a row and its choices."""

from __future__ import annotations

import re
from typing import Any

from esmpress.exchange.conditions.nodes import Untranslatable
from esmpress.exchange.formr.source import Source
from esmpress.exchange.formr.words import STEPS
from esmpress.questionnaires.items.moments import is_day

MOST_POINTS = 11


def settings(source: Source) -> dict[str, Any]:
    """The fields of its kind; raises Untranslatable where the item cannot be."""
    match source.kind:
        case "text":
            return _of_text(source)
        case "number":
            return _of_number(source)
        case "slider":
            return _of_slider(source)
        case "likert":
            return _of_rating(source)
        case "single_choice" | "multiple_choice":
            return _of_choices(source)
        case "date":
            return _of_date(source)
        case "time":
            if source.options:
                source.line.change(f"the limits of the time have no counterpart ({source.options})")
            return {"step_minutes": 1}
        case "yes_no":
            labels = source.labels()
            return dict(zip(("yes_label", "no_label"), labels, strict=False))
        case "computed":
            return {"formula": source.formula()}
    return {}


def _of_text(source: Source) -> dict[str, Any]:
    if source.type == "letters":
        source.line.change("anything can be typed, not only letters")
    fields: dict[str, Any] = {"multiline": source.type == "textarea"}
    if re.fullmatch(r"[0-9]{1,9}", source.options):
        fields["max_length"] = min(int(source.options), 5000)
    elif source.options:
        source.line.change(f"“{source.options}” after the type has no counterpart")
    return fields


def _numbers(source: Source, given: tuple[str, str, str]) -> tuple[str, str, str]:
    """Minimum, maximum and step: one alone is the maximum."""
    parts = [part.strip() for part in source.options.split(",") if part.strip()]
    match parts:
        case []:
            return given
        case [most]:
            return given[0], most, given[2]
        case [least, most]:
            return least, most, given[2]
        case [least, most, step]:
            return least, most, step
    raise Untranslatable(f"the type has more than three numbers ({source.options})")


def _plain(words: str) -> int | float:
    try:
        number = float(words)
        return int(number) if number.is_integer() else number
    except (ValueError, OverflowError) as error:
        raise Untranslatable(f"“{words}” after the type is no number") from error


def _of_number(source: Source) -> dict[str, Any]:
    least, most, step = _numbers(source, ("", "", "1"))
    fields: dict[str, Any] = {}
    if least:
        fields["min"] = _plain(least)
    if most:
        fields["max"] = _plain(most)
    if step == "any":
        return fields | {"decimals": 6}
    digits = max(len(one.partition(".")[2]) for one in (least, most, step))
    amount = _plain(step)
    fields["decimals"] = digits
    return fields | ({"step": amount} if amount != 1 or digits else {})


def _of_slider(source: Source) -> dict[str, Any]:
    least, most, step = (_plain(one) for one in _numbers(source, STEPS[source.type]))
    labels = source.labels()
    if len(labels) < 2:
        source.line.change("its ends have no words: the numbers stand there")
        labels = [source.in_language(str(least)), source.in_language(str(most))]
    return {
        "min": least,
        "max": most,
        "step": step,
        "min_label": labels[0],
        "max_label": labels[1],
        "show_value": source.type == "range_ticks",
    }


def _of_rating(source: Source) -> dict[str, Any]:
    least, most, step = (_plain(one) for one in _numbers(source, STEPS[source.type]))
    if not all(isinstance(one, int) for one in (least, most, step)) or step <= 0:
        raise Untranslatable("a rating goes in whole numbers")
    values = list(range(int(least), int(min(most, least + 1000)) + 1, int(step)))
    if not 3 <= len(values) <= MOST_POINTS:
        raise Untranslatable(f"a rating has 3 to {MOST_POINTS} points, this one {len(values)}")
    labels = source.labels()
    if len(labels) < 2:
        source.line.change("its ends have no words: the numbers stand there")
        labels = [source.in_language(str(values[0])), source.in_language(str(values[-1]))]
    points: list[dict[str, Any]] = [{"value": value} for value in values]
    points[0]["label"], points[-1]["label"] = labels[0], labels[1]
    return {"options": points}


def _of_choices(source: Source) -> dict[str, Any]:
    if source.type.startswith("select_or_add"):
        source.line.change("nobody can add options: add a text item")
    fields: dict[str, Any] = {"options": list(source.choices())}
    if source.type == "mc_button":
        fields["look"] = "buttons"
    return fields


def _of_date(source: Source) -> dict[str, Any]:
    given = [part.strip() for part in source.options.split(",")] if source.options else []
    if not all(is_day(one) for one in given) or len(given) > 2:
        source.line.change(f"the limits of the date have no counterpart ({source.options})")
        return {}
    return dict(zip(("earliest", "latest"), given, strict=False))
