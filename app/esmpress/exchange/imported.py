"""What an import of a questionnaire made, and what it says about each row of the file."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from esmpress.questionnaires.definition import MAX_ITEMS, MAX_PAGES, Definition
from esmpress.questionnaires.faults import FaultyDefinition, checked_definition
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.logic.expression import PUBLISHED

Outcome = Literal["kept", "changed", "left_out"]
_WORDS: dict[Outcome, str] = {"kept": "Came over", "changed": "Changed", "left_out": "Left out"}
_ITEM: TypeAdapter[Item] = TypeAdapter(Item)


class NothingImported(ValueError):
    """The file holds nothing that can be asked; the message is a sentence."""


@dataclass
class Line:
    """What became of one row of the file."""

    sheet: str
    number: int
    name: str
    outcome: Outcome = "kept"
    notes: list[str] = field(default_factory=list)

    @property
    def word(self) -> str:
        """The outcome in words."""
        return _WORDS[self.outcome]

    def change(self, note: str) -> None:
        """Say what is not as it was in the file."""
        if self.outcome == "kept":
            self.outcome = "changed"
        self.notes.append(note)

    def leave_out(self, reason: str) -> None:
        """Say why nothing comes of the row."""
        self.outcome = "left_out"
        self.notes.append(reason)


@dataclass(frozen=True)
class Imported:
    """A draft that can be made, what must be mended before it is published, and the report."""

    name: str
    definition: Definition
    to_mend: tuple[str, ...]
    lines: tuple[Line, ...]
    remarks: tuple[str, ...] = ()

    def report(self) -> str:
        """The report as text: a line for each row, and what has to be mended."""
        rows = [
            f"{line.sheet} {line.number}: {line.word.lower()}"
            f"{f' ({line.name})' if line.name else ''}"
            f"{': ' if line.notes else ''}{'; '.join(line.notes)}"
            for line in self.lines
        ]
        mend = [f"To mend before publishing: {sentence}" for sentence in self.to_mend]
        return "\n".join([*self.remarks, *rows, *mend, ""])


def imported(
    name: str, fields: dict[str, Any], lines: list[Line], remarks: tuple[str, ...] = ()
) -> Imported:
    """The import of checked items; raises NothingImported.

    A draft may have gaps: what stands between it and its publishing is named.
    """
    if not fields["pages"]:
        raise NothingImported("The file holds no item that can be asked.")
    count = sum(len(page["items"]) for page in fields["pages"])
    if count > MAX_ITEMS or len(fields["pages"]) > MAX_PAGES:
        raise NothingImported(
            f"The file makes {count} items on {len(fields['pages'])} pages; at most {MAX_ITEMS} "
            f"items on {MAX_PAGES} pages are possible: cut it into several."
        )
    try:
        definition = checked_definition(fields, context=PUBLISHED)
    except FaultyDefinition as error:
        raise NothingImported(" ".join(error.faults)) from error
    try:
        checked_definition(fields)
    except FaultyDefinition as error:
        return Imported(name, definition, tuple(error.faults), tuple(lines), remarks)
    return Imported(name, definition, (), tuple(lines), remarks)


def faults_of_item(fields: dict[str, Any]) -> list[str]:
    """What is wrong with an item by itself, without the place."""
    try:
        _ITEM.validate_python(fields)
    except ValidationError as error:
        return [_sentence(fault["loc"], fault["msg"]) for fault in error.errors()]
    return []


def _sentence(location: tuple[int | str, ...], message: str) -> str:
    place = ", ".join(str(step) for step in location[1:])
    words = message.removeprefix("Value error, ")
    if words.startswith("item "):
        words = words.partition(": ")[2]
    return f"{place}: {words}" if place else words
