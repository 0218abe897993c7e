"""Makes items of columns: a scale where the metadata has one, else what fits the values."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from esmpress.exchange.openesm.metadata import Feature

# Of a scale with more points a slider is made.
MOST_POINTS, FEWEST_POINTS = 11, 3
_MOST_DECIMALS, _MOST_OPTIONS, _LONGEST = 6, 50, 2000
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_WHOLE = re.compile(r"-?\d+(?:\.0+)?")
_YES, _NO = {"true", "1", "yes"}, {"false", "0", "no"}
# What has a meaning in the texts of questionnaires.
_SIGNS = re.compile(r"([\\*\[\]()#.<&`{}|~-])")
_UNMEASURED = {"posixct", "date", "time"}


def is_item(feature: Feature) -> bool:
    """Whether participants answered it at each moment: no instant, and no other measure."""
    other_time = feature.assessment_type.lower() not in ("", "esm", "daily")
    return not other_time and feature.variable_type.lower() not in _UNMEASURED


def item_of(feature: Feature, name: str, values: set[str], *, language: str) -> dict[str, Any]:
    """The item in the form of the definition language; nobody has to answer it."""

    def texts(words: str) -> dict[str, str]:
        return {language: plain(words)}

    common = {"name": name, "text": texts(feature.words), "required": False}
    return common | _kind(feature, values, texts)


def plain(words: str) -> str:
    """Words of others, without what they would mean as markup, and not too long."""
    return _SIGNS.sub(r"\\\1", words[:_LONGEST])[:_LONGEST].rstrip("\\") or "–"


def answer_of(item: dict[str, Any], cell: str) -> object:
    """A cell as an answer to the item; what is no such thing stays text, and is refused by it."""
    match item["kind"]:
        case "yes_no":
            word = cell.lower()
            return word in _YES if word in _YES | _NO else cell
        case "text":
            return cell
    if _WHOLE.fullmatch(cell):
        return int(cell.partition(".")[0])
    return float(cell) if _NUMBER.fullmatch(cell) else cell


def _kind(feature: Feature, values: set[str], texts: Any) -> dict[str, Any]:
    is_number = _all(_NUMBER, values)
    match feature.variable_type.lower():
        case "logical":
            return {"kind": "yes_no"}
        case "rating_scale" if feature.scale is not None:
            return _scale(feature, feature.scale, values, texts)
        case "categorical" if 1 < len(feature.labelled) <= _MOST_OPTIONS:
            return {"kind": "single_choice", "options": _options(feature.labelled, texts)}
        case "rating_scale" | "numeric" if is_number:
            return {"kind": "number", "decimals": _decimals(values)}
    longest = max((len(value) for value in values), default=1)
    return {"kind": "text", "max_length": max(longest, 1)}


def _scale(feature: Feature, ends: tuple[int, int], values: set[str], texts: Any) -> dict[str, Any]:
    low, high = ends
    words = {low: str(low), high: str(high)} | feature.labelled
    points = high - low + 1
    if FEWEST_POINTS <= points <= MOST_POINTS:
        options = [
            {"value": value, "label": texts(words[value]) if value in words else None}
            for value in range(low, high + 1)
        ]
        return {"kind": "likert", "options": options}
    if points < FEWEST_POINTS:
        return {"kind": "single_choice", "options": _options(words, texts)}
    if not _all(_WHOLE, values):
        return {"kind": "number", "min": low, "max": high, "decimals": _decimals(values)}
    ends_in_words = {"min_label": texts(words[low]), "max_label": texts(words[high])}
    return {"kind": "slider", "min": low, "max": high, **ends_in_words}


def _options(labels: dict[int, str], texts: Any) -> list[dict[str, Any]]:
    return [{"value": value, "label": texts(words)} for value, words in labels.items()]


def _all(form: re.Pattern[str], values: Iterable[str]) -> bool:
    return all(form.fullmatch(value) for value in values)


def _decimals(values: set[str]) -> int:
    """As many digits after the point as the values have, within what a number can have."""
    found = max((len(value.partition(".")[2]) for value in values), default=0)
    return min(found, _MOST_DECIMALS)
