"""Files of a package on their way into what holds it: a zip that is streamed, or a folder."""

from __future__ import annotations

import hashlib
import io
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from esmpress.export.package.facts import PackageFile

# Formats that are compressed already.
_STORED = (".parquet", ".sav")


class Member(io.RawIOBase):
    """A file that is written and counted; `rows` is set by whoever knows them."""

    def __init__(self, path: str, file: IO[bytes], *, table: str = "") -> None:
        """Write through to `file`."""
        self._path, self._file, self._table = path, file, table
        self._hash, self._size = hashlib.sha256(), 0
        self.rows: int | None = None

    def writable(self) -> bool:
        """It is for writing only."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Pass the bytes on."""
        self._hash.update(data)
        self._size += len(data)
        self._file.write(data)
        return len(data)

    def told(self) -> PackageFile:
        """What was written."""
        return PackageFile(self._path, self._size, self._hash.hexdigest(), self._table, self.rows)


class Sink(ABC):
    """What holds the files of a package."""

    def __init__(self) -> None:
        """It holds none yet."""
        self.files: list[PackageFile] = []

    @contextmanager
    def member(self, path: str, *, table: str = "") -> Iterator[Member]:
        """A new file; once it is whole, it is in `files`."""
        with self.opened(path) as file:
            member = Member(path, file, table=table)
            yield member
        self.add(member.told())

    def write(self, path: str, content: bytes) -> None:
        """A new file with this content."""
        with self.member(path) as member:
            member.write(content)

    def add(self, file: PackageFile) -> None:
        """A file is whole."""
        self.files.append(file)

    def begin(self, fingerprint: str) -> None:
        """The data that are to be written look like this."""
        del fingerprint

    def finished(self, path: str) -> PackageFile | None:
        """A file of the same data that an earlier run has finished."""
        del path
        return None

    @abstractmethod
    def opened(self, path: str) -> IO[bytes]:
        """The file to write into, which is closed at the end."""


class ZipSink(Sink):
    """A zip, written from its beginning to its end into a stream."""

    def __init__(self, stream: IO[bytes], *, now: datetime) -> None:
        """`now` is the date of its files."""
        super().__init__()
        self._archive = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        self._date = now.timetuple()[:6]

    def opened(self, path: str) -> IO[bytes]:
        """A file of the archive."""
        info = zipfile.ZipInfo(path, date_time=self._date)
        stored = path.endswith(_STORED)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        return self._archive.open(info, "w", force_zip64=True)

    def close(self) -> None:
        """Write the list of files at the end."""
        self._archive.close()
