"""What a codebook says of an item's columns, as columns of the data package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from esmpress.export.tables import Column, ColumnType, ItemPart
from esmpress.questionnaires.codebook import Codebook, codebook_of
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import (
    AffectGrid,
    Consent,
    Duration,
    ImageChoice,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    Number,
    Ranking,
    SingleChoice,
    Slider,
    YesNo,
)
from esmpress.questionnaires.items.parts import MISSING
from esmpress.questionnaires.plain_words import PlainWords

# SPSS takes labels of so many bytes; a question may be longer, and stands in the description.
MOST_TITLE_BYTES = 250
_TYPES: dict[str, ColumnType] = {
    "integer": "whole_number",
    "boolean": "whole_number",
    "number": "number",
    "date": "date",
}
Labels = tuple[tuple[int | str, str], ...]


@dataclass(frozen=True)
class _Limits:
    minimum: float | None = None
    maximum: float | None = None


def columns_of(definition: Definition, *, questionnaire: str, version: int) -> dict[str, Column]:
    """The columns that a version of a questionnaire fills, by name; English where it has that."""
    book = codebook_of(definition, questionnaire=questionnaire, version=version)
    return {column.name: column for column in _columns(definition, book)}


def _columns(definition: Definition, book: Codebook) -> Iterator[Column]:
    items = {item.name: item for item in definition.items}
    words = PlainWords(definition, book.language)
    for told in book.columns:
        item = items[told.item]
        is_code = not told.part and told.column == f"{item.name}_{MISSING}"
        part = "missing" if is_code else told.part
        limits = _Limits() if is_code else _limits(item)
        yield Column(
            name=told.column,
            type="text" if is_code else _TYPES.get(told.type, "text"),
            title=_cut(f"{told.question} (why there is no answer)" if is_code else told.question),
            description=_sentences(
                told.question,
                f"Values: {told.values}." if told.values else "",
                f"Asked if: {told.condition}." if told.condition else "",
                f"Rotation: {told.rotation}." if told.rotation else "",
                f"Formula: {told.formula}." if told.formula else "",
                f"{told.missing[:1].upper()}{told.missing[1:]}.",
            ),
            labels=(("declined", "preferred not to say"),) if is_code else labels_of(item, words),
            unit=told.unit or ("min" if isinstance(item, Duration) and not is_code else ""),
            minimum=limits.minimum,
            maximum=limits.maximum,
            item=ItemPart(book.questionnaire, item.name, part, item.kind, told.condition),
        )


def labels_of(item: Item, words: PlainWords) -> Labels:
    """The values of a closed list and what they mean, in their order."""
    match item:
        case SingleChoice() | ImageChoice() | Likert() | Matrix():
            return tuple((one.value, words.of(one.label) or str(one.value)) for one in item.options)
        case MultipleChoice():
            return (0, "not chosen"), (1, "chosen")
        case YesNo():
            return (0, words.of(item.no_label) or "no"), (1, words.of(item.yes_label) or "yes")
        case Consent():
            return ((1, "ticked"),)
    return ()


def _limits(item: Item) -> _Limits:
    match item:
        case Slider() | Number():
            return _Limits(item.min, item.max)
        case AffectGrid():
            return _Limits(-item.reach, item.reach)
        case Duration():
            return _Limits(item.min_minutes, item.max_minutes)
        case Ranking():
            return _Limits(1, item.places)
    return _Limits()


def _sentences(*sentences: str) -> str:
    return " ".join(one for one in sentences if one)


def _cut(text: str) -> str:
    whole = text.encode()
    if len(whole) <= MOST_TITLE_BYTES:
        return text
    return whole[: MOST_TITLE_BYTES - 3].decode(errors="ignore") + "…"
