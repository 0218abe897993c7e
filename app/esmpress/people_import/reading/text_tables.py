"""The rows of a text file, one after the other, each with the number of its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import islice

from esmpress.people_import.reading.delimiters import LOOKED_AT, find_delimiter
from esmpress.people_import.reading.encodings import UnknownEncoding, codec_of, find_encoding
from esmpress.people_import.reading.limits import MAX_LINES_OF_A_RECORD
from esmpress.people_import.reading.rows import Layout, Refusal, RefusedFile, Row


def find_layout(content: bytes, *, encoding: str = "") -> Layout:
    """Letters and delimiter of a text, found or, for the letters, as given; raises RefusedFile."""
    try:
        found = encoding or find_encoding(content)
    except UnknownEncoding as error:
        raise RefusedFile(Refusal.NO_TEXT) from error
    with _opened(content, found) as text:
        try:
            lines = list(islice(text, LOOKED_AT))
        except UnicodeError as error:
            raise RefusedFile(Refusal.OTHER_LETTERS) from error
    return Layout(encoding=found, delimiter=find_delimiter(lines))


def read_text(content: bytes, layout: Layout) -> Iterator[Row]:
    """Every row that holds something; raises RefusedFile for letters that are none of them."""
    with _opened(content, layout.encoding) as text:
        reader = csv.reader(text, delimiter=layout.delimiter)
        number = 1
        while (cells := _next(reader, line=number)) is not None:
            if reader.line_num - number >= MAX_LINES_OF_A_RECORD:
                raise RefusedFile(Refusal.OPEN_QUOTE, line=number)
            if any(cells):
                yield Row(number, tuple(cells))
            number = reader.line_num + 1


def _opened(content: bytes, encoding: str) -> io.TextIOWrapper:
    codec = codec_of(encoding, content)
    return io.TextIOWrapper(io.BytesIO(content), encoding=codec, newline="", errors="strict")


def _next(reader: Iterator[list[str]], *, line: int) -> list[str] | None:
    try:
        return next(reader, None)
    except UnicodeError as error:
        raise RefusedFile(Refusal.OTHER_LETTERS) from error
    except csv.Error as error:
        # A cell beyond all measure: everything after a quotation mark that is never closed.
        raise RefusedFile(Refusal.OPEN_QUOTE, line=line) from error
