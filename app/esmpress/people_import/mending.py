"""The refused lines as a file, to be mended and imported again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence

from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.reading.cells import is_formula
from esmpress.people_import.storing import first_rows_of

AT_ONCE = 1_000


def stream_refused(
    stored: PeopleImport, *, heads: tuple[str, str], in_words: Callable[[ImportLine], str]
) -> Iterator[str]:
    """CSV in UTF-8: the number of each line, what is wrong with it, and its cells as they were."""
    delimiter = stored.delimiter or ";"
    heading = first_rows_of(stored, count=1)[0].cells if stored.has_heading else ()
    yield "\ufeff" + _line((*heads, *heading), delimiter)
    lines = stored.lines.filter(verdict=ImportLine.Verdict.REFUSED).order_by("number")
    after = 0
    while batch := list(lines.filter(number__gt=after)[:AT_ONCE]):
        after = batch[-1].number
        for line in batch:
            cells = (str(line.number), in_words(line), *stored.cells_of(line))
            yield _line(cells, delimiter)


def _line(cells: Sequence[str], delimiter: str) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerow(map(_harmless, cells))
    return text.getvalue()


def _harmless(cell: str) -> str:
    """The cell as no spreadsheet works it out; read again, it is refused as before."""
    return f"'{cell}" if is_formula(cell) and not cell.startswith("'") else cell
