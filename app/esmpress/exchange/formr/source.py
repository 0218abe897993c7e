"""A row of a formr table that is to become an item."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from esmpress.exchange.conditions.nodes import Untranslatable
from esmpress.exchange.conditions.r import read_r
from esmpress.exchange.conditions.writing import Asked, Writer
from esmpress.exchange.imported import Line
from esmpress.exchange.spreadsheets import Row
from esmpress.exchange.xlsform.choices import ChoiceList
from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.parsing import parse

_CHOICE = re.compile(r"choice([0-9]{1,3})")
_INLINE = re.compile(r"`r\s+([A-Za-z.][A-Za-z0-9_.]*)\s*`")
_BOLD = re.compile(r"__(?=\S)([^_\n]+?)(?<=\S)__")
_SEX = ("♂", "♀")


@dataclass(frozen=True)
class Source:
    """The row, what its type says, and what stands around it."""

    row: Row
    line: Line
    type: str
    kind: str
    options: str
    name: str
    language: str
    lists: Mapping[str, ChoiceList]
    # The items before it, by their old names.
    known: Mapping[str, Asked]

    def in_language(self, words: str) -> dict[str, str]:
        """The words as a text, in the language of the file."""
        return {self.language: words}

    def text(self, words: str) -> str:
        """Words with our marks for bold, and with placeholders for answers."""

        def placed(found: re.Match[str]) -> str:
            if found[1] in self.known:
                return f"{{{self.known[found[1]].name}}}"
            return found[0]

        return _BOLD.sub(r"**\1**", _INLINE.sub(placed, words))

    def labels(self) -> list[dict[str, str]]:
        """The words of the columns choice1, choice2 and so on, in their order."""
        return [self.in_language(self.text(words)) for _, words in self._own_choices()]

    def choices(self) -> tuple[dict[str, Any], ...]:
        """The options of the row itself, or of the list it names; raises Untranslatable."""
        listed = self.listed()
        if listed is not None:
            return listed.options
        is_sex = self.type == "sex"
        found = list(enumerate(_SEX, start=1)) if is_sex else self._own_choices()
        if not found:
            raise Untranslatable("it has no choices, neither here nor in the sheet choices")
        return tuple(
            {"value": value, "label": self.in_language(self.text(words))} for value, words in found
        )

    def listed(self) -> ChoiceList | None:
        """The list of choices the type names."""
        return self.lists.get(self.options.partition(",")[0].strip()) if self.options else None

    def formula(self) -> str:
        """What is computed; raises Untranslatable."""
        cell = self.row["value"].strip()
        if not cell:
            raise Untranslatable("there is nothing to compute: the column value is empty")
        try:
            return _checked(Writer(self.known).formula(read_r(cell)))
        except Untranslatable as error:
            raise Untranslatable(f"the value has no counterpart: {error} (“{cell}”)") from error

    def show_if(self) -> str:
        """The condition in our language; empty where there is none, or no counterpart."""
        cell = self.row["showif"].strip()
        if not cell:
            return ""
        try:
            return _checked(Writer(self.known).condition(read_r(cell)))
        except Untranslatable as error:
            self.line.change(f"showif has no counterpart: {error} (“{cell}”)")
            return ""

    def asked(self) -> Asked:
        """What later conditions need to know of the item."""
        listed = self.listed()
        if self.kind in ("single_choice", "multiple_choice") and listed is not None:
            return Asked(self.name, self.kind, listed.values, listed.renumbered)
        if self.kind in ("yes_no", "consent"):
            return Asked(self.name, self.kind, {"1": True, "0": False, "2": False})
        return Asked(self.name, self.kind)

    def _own_choices(self) -> list[tuple[int, str]]:
        found = [
            (int(number[1]), cell.strip())
            for column, cell in self.row.cells.items()
            if (number := _CHOICE.fullmatch(column)) and cell.strip()
        ]
        return sorted(found)


def _checked(written: str) -> str:
    """The expression, once it was read; raises Untranslatable where it is beyond the limits."""
    try:
        parse(written)
    except ExpressionError as error:
        raise Untranslatable(str(error)) from error
    return written
