"""Cells of CSV files that no spreadsheet runs as a formula."""

from __future__ import annotations

from esmpress.questionnaires.names import Cell

# Spreadsheets run a cell that begins with one of these as a formula, some also the wide forms.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Text that begins with an apostrophe of its own gets one too: dropping the first is always right.
ESCAPED_STARTS = (*_FORMULA_STARTS, "'")


def safe_cell(cell: Cell) -> Cell:
    """The cell, with an apostrophe before text a spreadsheet would run as a formula."""
    if isinstance(cell, str) and cell.startswith(ESCAPED_STARTS):
        return f"'{cell}"
    return cell


def unguarded(cell: str) -> str:
    """The text of a cell that `safe_cell` has made, or that somebody typed into the file."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(ESCAPED_STARTS) else cell
