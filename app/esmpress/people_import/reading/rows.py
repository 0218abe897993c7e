"""A file of people as rows of cells."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Cells = tuple[str, ...]


class Refusal(StrEnum):
    """Why a whole file is not read; the words are the console's."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"
    NO_TEXT = "no_text"
    OTHER_LETTERS = "other_letters"
    OPEN_QUOTE = "open_quote"
    OLD_EXCEL = "old_excel"
    MACROS = "macros"
    DAMAGED = "damaged"
    UNPACKS_TOO_LARGE = "unpacks_too_large"


class RefusedFile(ValueError):
    """The file is not read, and why; with the line at which reading stopped, where there is one."""

    def __init__(self, refusal: Refusal, *, line: int | None = None) -> None:
        """Say why."""
        super().__init__(refusal.value)
        self.refusal = refusal
        self.line = line


@dataclass(frozen=True)
class Row:
    """The cells of one line; lines count from 1, as editors and spreadsheets show them."""

    number: int
    cells: Cells


@dataclass(frozen=True)
class Layout:
    """How a file is to be read; a spreadsheet has neither letters nor delimiter."""

    encoding: str = ""
    delimiter: str = ""

    @property
    def is_spreadsheet(self) -> bool:
        """Whether it is an .xlsx file."""
        return not self.encoding
