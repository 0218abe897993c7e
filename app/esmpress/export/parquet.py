"""Tables as Parquet: made of CSV that nobody guarded, in bounded memory and without a disk."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import IO, TYPE_CHECKING, cast

from esmpress.export.tables import ColumnType, Table

if TYPE_CHECKING:
    from arro3.core import DataType, Schema

# So many cells are taken apart at a time, and so many rows are written as one group.
MOST_CELLS = 500_000
MOST_ROWS = 8_192
GROUP_ROWS = 50_000
COMPRESSION = "zstd(3)"


def write_parquet(table: Table, csv: Iterable[bytes], file: IO[bytes]) -> None:
    """Write the table into `file`, which may be a stream; `csv` has its header.

    A text that is empty is one that is not there. What reading `csv` raises is raised.
    """
    # Libraries that no web process is to load.
    from arro3.io import read_csv, write_parquet  # noqa: PLC0415

    lines = _Lines(iter(csv))
    width = max(1, MOST_CELLS // len(table.columns))
    try:
        rows = read_csv(
            cast("IO[bytes]", lines),
            schema(table),
            has_header=True,
            batch_size=min(MOST_ROWS, width),
        )
        write_parquet(rows, file, compression=COMPRESSION, max_row_group_size=GROUP_ROWS)
    except Exception:
        # It went through a library that makes a text of it.
        if lines.failure is not None:
            raise lines.failure from None
        raise


def schema(table: Table) -> Schema:
    """The types of the columns, as Arrow has them."""
    from arro3.core import Field, Schema  # noqa: PLC0415

    return Schema(
        [
            Field(column.name, _type(column.type), nullable=not column.always_there)
            for column in table.columns
        ]
    )


def _type(of: ColumnType) -> DataType:
    from arro3.core import DataType  # noqa: PLC0415

    match of:
        case "whole_number":
            return DataType.int64()
        case "number":
            return DataType.float64()
        case "instant":
            return DataType.timestamp("s", tz="UTC")
        case "local_instant":
            return DataType.timestamp("s")
        case "date":
            return DataType.date32()
        case "text" | "json":
            return DataType.utf8()


class _Lines(io.RawIOBase):
    """A file whose bytes come as they are read; keeps what its source raised."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks, self._left = blocks, memoryview(b"")
        self.failure: Exception | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._left:
            self._left = memoryview(self._next())
        taken = self._left[: len(buffer)]
        buffer[: len(taken)] = taken
        self._left = self._left[len(taken) :]
        return len(taken)

    def _next(self) -> bytes:
        try:
            return next(self._blocks, b"")
        except Exception as failure:
            self.failure = failure
            raise
