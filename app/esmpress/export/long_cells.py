"""Cells of CSV that are longer than Python reads by itself."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

# What PostgreSQL can have in a cell.
_MOST_BYTES = 2**30
_lock = Lock()
# The limit from before, once for each reader that is not done.
_before: list[int] = []


@contextmanager
def long_cells() -> Iterator[None]:
    """Read cells of any length within; for files of our own alone.

    The limit of 128 KB is one of the whole process, and files that people upload are read by it:
    so it is lifted while somebody reads, and set again by the last who does.
    """
    with _lock:
        _before.append(csv.field_size_limit(_MOST_BYTES))
    try:
        yield
    finally:
        with _lock:
            limit = _before.pop()
            if not _before:
                csv.field_size_limit(limit)
