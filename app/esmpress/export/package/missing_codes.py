"""The numbers that stand in SPSS files for an answer that is not there, and say why."""

from __future__ import annotations

from esmpress.export.tables import Column

# Each reason with its place in the block of codes, and the words SPSS shows.
REASONS = {
    "not_asked": "Not asked",
    "not_answered": "Not answered",
    "not_reached": "Not reached",
    "declined": "Preferred not to say",
    "not_computed": "Could not be computed",
}
# A block begins below each of these. The last is for numbers that have no lower limit.
_BLOCKS = (90, 990, 9_990, 99_990, 999_999_990)
USUAL = {reason: -_BLOCKS[0] - place for place, reason in enumerate(REASONS, start=1)}


def missing_codes(column: Column) -> dict[str, int]:
    """The code of each reason, -91 to -95 or the next block below all values the column can have.

    Empty for columns that are no numbers an item fills: their cells are system-missing, or "".
    """
    if column.item is None or column.type not in {"whole_number", "number"}:
        return {}
    lowest = _lowest(column)
    fitting = (block for block in _BLOCKS if lowest is not None and lowest > -block - 1)
    block = next(fitting, _BLOCKS[-1])
    return {reason: -block - place for place, reason in enumerate(REASONS, start=1)}


def _lowest(column: Column) -> float | None:
    values = [float(value) for value, _ in column.labels]
    if column.minimum is not None:
        values.append(column.minimum)
    return min(values, default=None)
