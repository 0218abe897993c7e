"""Texts for translators as CSV: a row for each text, a column for each language."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator

from esmpress.questionnaires.safe_cells import safe_cell, unguarded
from esmpress.questionnaires.texts import PlacedText
from esmpress.questionnaires.translations.translation import (
    RefusedTranslations,
    Translated,
    TranslationFile,
    check_size,
)

# Before the language that is translated from; its column is not read back.
_SOURCE = "source:"
_KNOWN = ("key", "place")
MAX_LINES = 100_000


def written_as_csv(texts: Iterable[PlacedText], *, source: str, targets: Collection[str]) -> str:
    """The texts in the language they are translated from, and in those they are translated to."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow([*_KNOWN, f"{_SOURCE}{source}", *targets])
    for text in texts:
        row = [text.key, text.place, *(text.texts.get(code, "") for code in (source, *targets))]
        writer.writerow([safe_cell(cell) for cell in row])
    return file.getvalue()


def read_csv(content: bytes) -> TranslationFile:
    """The texts of a file; empty cells are none. Raises RefusedTranslations."""
    check_size(content)
    if content.count(b"\n") > MAX_LINES:
        raise RefusedTranslations([f"The file has more than {MAX_LINES} lines."])
    try:
        lines = list(
            csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), _Any(content))
        )
    except UnicodeDecodeError as error:
        raise RefusedTranslations(
            ["The file is no text in UTF-8: save it as CSV UTF-8."]
        ) from error
    except csv.Error as error:
        raise RefusedTranslations([f"The file is no CSV that can be read: {error}."]) from error
    headings = [heading.strip() for heading in lines[0]] if lines else []
    source = _check_headings(headings)
    return TranslationFile(source, tuple(_texts(headings, lines[1:])))


class _Any(csv.excel):
    """What separates the cells: programs write what is usual in their country."""

    def __init__(self, content: bytes) -> None:
        heading = content.partition(b"\n")[0]
        self.delimiter = max((b",", b";", b"\t"), key=heading.count).decode()
        super().__init__()


def _check_headings(headings: list[str]) -> str:
    """The language that was translated from."""
    sources = [one.removeprefix(_SOURCE) for one in headings if one.startswith(_SOURCE)]
    if "key" not in headings or len(sources) != 1:
        raise RefusedTranslations(
            ["The first row must name the columns: key, place, source:en, and each language."]
        )
    for heading in headings:
        if headings.count(heading) > 1:
            raise RefusedTranslations([f"Two columns have the heading “{heading[:40]}”."])
    return sources[0]


def _texts(headings: list[str], lines: list[list[str]]) -> Iterator[Translated]:
    for number, line in enumerate(lines, start=2):
        cells = {heading: unguarded(cell) for heading, cell in zip(headings, line, strict=False)}
        source = next(cell for name, cell in _padded(cells) if name.startswith(_SOURCE))
        for heading, cell in cells.items():
            if (
                heading
                and heading not in _KNOWN
                and not heading.startswith(_SOURCE)
                and cell.strip()
            ):
                key = cells.get("key", "").strip()
                yield Translated(key, heading, cell.strip(), f"row {number}", source)


def _padded(cells: dict[str, str]) -> Iterator[tuple[str, str]]:
    yield from cells.items()
    yield _SOURCE, ""
