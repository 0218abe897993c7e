"""Writes tables as SPSS files with labels and user-missing codes, in parts of bounded size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from esmpress.export.package.sav_columns import SavColumn, by_name, sav_columns
from esmpress.export.package.sav_rows import Gathered
from esmpress.export.tables import Table

# A part is written from memory: it holds no more than the first, and about the second in bytes.
MAX_CELLS, MAX_TEXT_BYTES = 2_000_000, 16_000_000
# Every text of a column is as wide as its longest, and the disk of a worker is small.
MAX_PADDING_BYTES = 16_000_000


@dataclass(frozen=True)
class SavFile:
    """A file that was written, and how many rows it has."""

    path: Path
    rows: int


def write_sav(
    table: Table,
    rows: Iterable[Sequence[str]],
    folder: Path,
    *,
    max_cells: int = MAX_CELLS,
    max_text_bytes: int = MAX_TEXT_BYTES,
) -> Iterator[SavFile]:
    """Write `NAME.sav` into the folder, or `NAME-1.sav` and so on; tells of each once it is there.

    `rows` are those of the table's CSV without its header, as cells that no apostrophe was put in
    front of. Whoever takes a file away has room for the next.
    """
    columns = sav_columns(table)
    coming = iter(rows)
    row, number = next(coming, None), 0
    while row is not None or number == 0:
        number += 1
        part = Gathered(columns)
        while row is not None and not _is_full(part, row, max_cells, max_text_bytes):
            part.add(row)
            row = next(coming, None)
        is_whole = number == 1 and row is None
        path = folder / (f"{table.name}.sav" if is_whole else f"{table.name}-{number}.sav")
        _write(columns, part, path, table.title)
        yield SavFile(path, part.rows)


def _is_full(part: Gathered, row: Sequence[str], max_cells: int, max_text_bytes: int) -> bool:
    """Whether another row would be too much; one row there always is."""
    is_large = part.cells + len(row) > max_cells or part.text_bytes >= max_text_bytes
    return part.rows > 0 and (is_large or part.padding_with(row) > MAX_PADDING_BYTES)


def _write(columns: Sequence[SavColumn], part: Gathered, path: Path, title: str) -> None:
    # Fifty megabytes that only whoever writes such a file has to hold.
    import pandas  # noqa: PLC0415
    import pyreadstat  # noqa: PLC0415

    cells = zip(columns, part.values(), strict=True)
    pyreadstat.write_sav(
        pandas.DataFrame({column.name: values for column, values in cells}),
        path,
        file_label=title,
        column_labels=by_name(columns, "title"),
        variable_value_labels=by_name(columns, "labels"),
        missing_ranges=by_name(columns, "missing"),
        variable_measure=by_name(columns, "measure"),
        variable_format=by_name(columns, "format"),
        row_compress=True,
    )
