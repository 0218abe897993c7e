"""The words by which differences call fields and what they hold."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel

from esmpress.questionnaires.logic.expression import Expression

NOTHING = "nothing"
FIELDS = {
    "show_if": "shown if",
    "end_if": "the end if",
    "ask_again": "asked again when skipped",
    "can_decline": "“prefer not to say”",
    "shuffle": "in random order",
    "shuffle_pages": "pages in random order",
    "presentation": "shown at a time",
    "fixed": "keeps its place",
    "exclusive": "chosen alone",
    "min": "minimum",
    "max": "maximum",
    "min_label": "left end",
    "max_label": "right end",
    "min_chosen": "chosen at least",
    "max_chosen": "chosen at most",
    "max_length": "longest answer",
    "multiline": "several lines",
    "options": "option",
    "rows": "row",
    "top": "places asked",
    "yes_label": "“yes”",
    "no_label": "“no”",
    "image": "picture",
    "show": "asked at each prompt",
    "max_megabytes": "largest photo in MB",
}


def in_words(value: object) -> str:
    """What a field holds, as a researcher would say it."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case float():
            return str(int(value)) if value.is_integer() else repr(value)
        case Expression():
            return value.source
        case str() if value.startswith("data:image/"):
            return f"a picture of {len(value) * 3 // 4000 + 1} kB"
        case str():
            return value.replace("_", " ") if value.isidentifier() else value
        case BaseModel():
            return _part_in_words(value)
    return str(value)


def languages_of(texts: object) -> dict[str, str]:
    """The texts by language; none where there is no text."""
    return dict(texts) if isinstance(texts, Mapping) else {}


def _part_in_words(part: BaseModel) -> str:
    """An option or a row by its label, a rotation by what it shows."""
    label = getattr(part, "label", None) or getattr(part, "text", None)
    if label:
        return " / ".join(label[language] for language in sorted(label))
    fields = (
        f"{FIELDS.get(name, name)} {in_words(value)}" for name, value in part if name != "name"
    )
    return ", ".join(fields)
