"""The file of a simulation: written beside its place first, so that half of one never stands."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType


class UnwritableFile(Exception):
    """The data could not be written there; the sentence names the argument."""


class DataFile:
    """A CSV file that comes to stand at `path` when all went well, and not before."""

    def __init__(self, path: Path) -> None:
        """Keep the path; nothing is touched yet."""
        self.path = path.absolute()
        self._draft = self.path.with_name(f".{self.path.name}.part")

    def __enter__(self) -> DataFile:
        """Find out whether there can be a file, before the work is done; raises UnwritableFile."""
        try:
            if self.path.exists() and not self.path.is_file():
                raise UnwritableFile(f"--output: {self.path} is not a file.")
            self._draft.touch()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise UnwritableFile(f"--output: cannot write {self.path}: {reason}.") from error
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Put the file in its place, or leave nothing."""
        if kind is None:
            self._draft.replace(self.path)
        self._draft.unlink(missing_ok=True)

    def join(self, tables: Iterable[Path]) -> None:
        """Write the rows of tables with the same header, one after another, under one header."""
        with self._draft.open("wb") as whole:
            for place, table in enumerate(tables):
                with table.open("rb") as rows:
                    if place:
                        rows.readline()
                    shutil.copyfileobj(rows, whole)
