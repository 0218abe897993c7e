"""The rows of a codebook: one for each column an item fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from esmpress.questionnaires.codebook.values import Described, described
from esmpress.questionnaires.definition import Definition, Page
from esmpress.questionnaires.items import Computed, Item, Number
from esmpress.questionnaires.items.parts import MISSING
from esmpress.questionnaires.logic.known import Known
from esmpress.questionnaires.logic_checks import known_items
from esmpress.questionnaires.names import column_names, parts_of
from esmpress.questionnaires.plain_words import PlainWords

DECLINED = "declined"
EMPTY = "empty: not shown, or skipped"


class UnknownLanguage(ValueError):
    """The questionnaire has no texts in the language; the message is a sentence."""


@dataclass(frozen=True)
class Column:
    """One column of the data; each field is a column of the codebook."""

    column: str
    item: str
    part: str
    question: str
    kind: str
    type: str
    values: str
    range: str
    unit: str
    missing: str
    condition: str
    rotation: str
    formula: str


FIELDS = tuple(field.name for field in fields(Column))


@dataclass(frozen=True)
class Codebook:
    """What a version, or the draft where there is no `version`, puts into the data."""

    questionnaire: str
    title: str
    version: int | None
    content_hash: str
    language: str
    columns: tuple[Column, ...]

    @property
    def head(self) -> list[tuple[str, str]]:
        """What the codebook is of."""
        return [
            ("questionnaire", self.questionnaire),
            ("title", self.title),
            ("version", str(self.version) if self.version is not None else "draft"),
            ("content_hash", self.content_hash),
            ("language", self.language),
        ]


def codebook_of(
    definition: Definition, *, questionnaire: str, version: int | None, language: str | None = None
) -> Codebook:
    """The codebook in one of the questionnaire's languages, English where it has that.

    Raises UnknownLanguage.
    """
    languages = sorted(definition.languages, key=lambda code: (code != "en", code))
    chosen = language or languages[0]
    if chosen not in languages:
        raise UnknownLanguage(
            f"The questionnaire has no texts in {chosen}; it has {', '.join(sorted(languages))}."
        )
    words = PlainWords(definition, chosen)
    return Codebook(
        questionnaire=questionnaire,
        title=words.of(definition.title),
        version=version,
        content_hash=definition.content_hash(),
        language=chosen,
        columns=tuple(_columns(definition, words)),
    )


def _columns(definition: Definition, words: PlainWords) -> Iterator[Column]:
    rotations = {
        one.name: f"{one.name}: {one.show} asked, {one.method}" for one in definition.rotations
    }
    types = known_items(definition)
    for page in definition.pages:
        for item in page.items:
            parts = {column: part for part, column in parts_of(item).items()}
            # What is only read fills no column.
            for column in column_names(item):
                rotation = rotations.get(item.rotation or "", "")
                of_type = _type(item, types) if isinstance(item, Computed) else ""
                part = parts.get(column, "")
                yield _column(
                    column, page, item, part=part, words=words, of_type=of_type, rotation=rotation
                )


def _column(
    column: str,
    page: Page,
    item: Item,
    *,
    part: str,
    words: PlainWords,
    of_type: str,
    rotation: str,
) -> Column:
    is_code = column == f"{item.name}_{MISSING}" and not part
    found = _code() if is_code else described(item, part, words)
    return Column(
        column=column,
        item=item.name,
        part=part,
        question=_question(item, part, words),
        kind=item.kind,
        type=of_type or found.type,
        values=found.values,
        range=found.range,
        unit=words.of(item.unit) if isinstance(item, Number) and not is_code else "",
        missing=_missing(item, is_code=is_code),
        condition=_condition(page, item),
        rotation=rotation,
        formula=item.formula.source if isinstance(item, Computed) else "",
    )


def _code() -> Described:
    return Described("text", f"{DECLINED} = preferred not to say")


def _question(item: Item, part: str, words: PlainWords) -> str:
    text = words.of(item.text)
    label = words.part(item, part)
    return f"{text} [{label}]" if label else text


def _type(item: Item, types: dict[str, Known]) -> str:
    """The type of what is computed."""
    known = types.get(item.name)
    found = known.type if known and known.type else "number"
    return "integer" if found == "boolean" else found


def _missing(item: Item, *, is_code: bool) -> str:
    if isinstance(item, Computed):
        return "empty: could not be computed"
    if item.can_decline and not is_code:
        return f"{EMPTY}, or declined (see {item.name}_{MISSING})"
    return EMPTY


def _condition(page: Page, item: Item) -> str:
    found = [
        f"page {page.name}: {page.show_if.source}" if page.show_if else "",
        item.show_if.source if item.show_if else "",
    ]
    return "; ".join(one for one in found if one)
