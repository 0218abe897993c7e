"""`code/load.R`: reads the tables into R, with types, labels and reasons; base R is enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files

from esmpress.export.package.codebook import one_line
from esmpress.export.tables import Column, Table

ORDERED = {"likert", "matrix"}


def r_script(tables: Iterable[Table], paths: dict[str, str]) -> str:
    """The script: what the columns are, then the functions that read them by it.

    `paths` are the CSV files by the name of their table. It is ASCII alone, so that R reads it in
    any locale.
    """
    lines = ["# Made with the data: what each column is.", "tables <- list()"]
    for table in tables:
        lines.append(
            f"tables${table.name} <- list(path = {_text(paths[table.name])}, columns = list("
        )
        lines.append(",\n".join(f"  list({_column(column)})" for column in table.columns))
        lines.append("))")
    reading = files("esmpress.export.package").joinpath("load.R").read_text("utf-8")
    return "\n".join([*lines, "", reading])


def _column(column: Column) -> str:
    return ", ".join(_parts(column))


def _parts(column: Column) -> Iterator[str]:
    yield f"name = {_text(column.name)}"
    yield f"type = {_text(column.type)}"
    yield f"label = {_text(one_line(column.title))}"
    if column.is_closed:
        values = ", ".join(_text(str(value)) for value, _ in column.labels)
        labels = ", ".join(_text(label) for label in _levels(column))
        is_ordered = bool(column.item and column.item.kind in ORDERED)
        yield f"values = c({values})"
        yield f"labels = c({labels})"
        yield f"ordered = {'TRUE' if is_ordered else 'FALSE'}"
    if column.item:
        yield f"item = {_text(column.item.item)}"


def _levels(column: Column) -> list[str]:
    """The labels of numbers, and words as they are: scripts compare them.

    What two values share, or a value without a label, is told apart by the value: R would make one
    level of two that read the same.
    """
    if column.type == "text":
        return [str(value) for value, _ in column.labels]
    words = [one_line(label) for _, label in column.labels]
    return [
        label if label and words.count(label) == 1 else f"{label} ({value})".strip()
        for (value, _), label in zip(column.labels, words, strict=True)
    ]


def _text(words: str) -> str:
    """A string of R in ASCII."""
    signs = (_sign(sign) for sign in words)
    return f'"{"".join(signs)}"'


def _sign(sign: str) -> str:
    if sign in '\\"':
        return f"\\{sign}"
    if " " <= sign <= "~":
        return sign
    return f"\\U{{{ord(sign):X}}}"
