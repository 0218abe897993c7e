"""The codebook of a package: each column of each table, in words, as CSV and as Markdown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from esmpress.export.package.missing_codes import missing_codes
from esmpress.export.package.spss_names import spss_names
from esmpress.export.tables import Column, ColumnType, ItemPart, Table
from esmpress.questionnaires.codebook.markdown import plain
from esmpress.questionnaires.names import Cell
from esmpress.questionnaires.safe_cells import safe_cell

_COLUMNS = (
    ("table", "table the column belongs to"),
    ("column", "name of the column"),
    ("type", "what stands in it"),
    ("title", "what it is, in a few words"),
    ("description", "what it is, in full"),
    ("values", "the values there can be, each with its label"),
    ("minimum", "lowest value there can be"),
    ("maximum", "highest value there can be"),
    ("unit", "unit of its numbers"),
    ("always_there", "yes: no cell is empty"),
    ("missing_codes", "codes in the SPSS file for an answer that is not there"),
    ("spss_name", "name of the column in the SPSS file"),
    ("questionnaire", "short name of the questionnaire that asks"),
    ("item", "item of the questionnaire"),
    ("part", "part of an answer that has several"),
    ("kind", "kind of item"),
    ("condition", "when the item is asked; empty: always"),
)


def _type(name: str) -> ColumnType:
    return "number" if name in {"minimum", "maximum"} else "text"


CODEBOOK = Table(
    "codebook",
    "Codebook",
    "Each column of each table.",
    columns=tuple(Column(name, _type(name), title, title) for name, title in _COLUMNS),
    key=("table", "column"),
)


def codebook_csv(tables: Sequence[Table]) -> str:
    """The codebook as CSV, a row for each column of the tables."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([column.name for column in CODEBOOK.columns])
    writer.writerows([safe_cell(cell) for cell in row] for table in tables for row in _rows(table))
    return file.getvalue()


def codebook_markdown(tables: Sequence[Table], title: str) -> str:
    """The codebook as a document: a heading and a list of columns for each table."""
    lines = [f"# Codebook: {plain(title)}", ""]
    for table in tables:
        lines += [f"## {table.name}", "", plain(table.description), ""]
        lines += [f"Key: {', '.join(f'`{name}`' for name in table.key)}", ""]
        lines += list(_list(table))
    return "\n".join(lines)


def values_of(column: Column) -> str:
    """The values with their labels, like `1 = Alone; 2 = With others`."""
    return "; ".join(
        f"{value} = {one_line(label)}" if label else str(value) for value, label in column.labels
    )


def codes_of(column: Column) -> str:
    """The codes of what is missing, like `not_asked = -91; ...`."""
    return "; ".join(f"{reason} = {code}" for reason, code in missing_codes(column).items())


def number_text(number: float | None) -> str:
    """A limit without a decimal point where it needs none; "" for none."""
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else repr(number)


def one_line(words: str) -> str:
    """The words with single spaces in the place of line breaks and the like."""
    return " ".join(words.split())


def _rows(table: Table) -> Iterator[list[Cell]]:
    names = spss_names(column.name for column in table.columns)
    for column in table.columns:
        of = column.item or ItemPart("", "")
        yield [
            table.name,
            column.name,
            column.type,
            one_line(column.title),
            one_line(column.description),
            values_of(column),
            column.minimum,
            column.maximum,
            column.unit,
            "yes" if column.always_there else "no",
            codes_of(column),
            names[column.name],
            of.questionnaire,
            of.item,
            of.part,
            of.kind,
            of.condition,
        ]


def _list(table: Table) -> Iterator[str]:
    head = ("column", "type", "title", "description", "values", "range", "unit", "missing codes")
    yield _line(head)
    yield _line(["---"] * len(head))
    for column in table.columns:
        limits = f"{number_text(column.minimum)} to {number_text(column.maximum)}"
        words = (column.title, column.description, values_of(column))
        cells = [*words, "" if limits == " to " else limits, column.unit, codes_of(column)]
        yield _line([f"`{column.name}`", column.type, *(plain(cell) for cell in cells)])
    yield ""


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
