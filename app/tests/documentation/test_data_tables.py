"""docs/data-tables.md lists every column of a data package, as the tables themselves tell it."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from devstack.layout import ROOT_DIR
from esmpress.export.package.codebook import values_of
from esmpress.export.package.cremas import CREMAS
from esmpress.export.tables import Column, Table
from esmpress.export.tables_of import tables_of
from tests.factories import make_study

pytestmark = pytest.mark.django_db
FILE = ROOT_DIR / "docs/data-tables.md"
DICTIONARY = ROOT_DIR / "docs/data-dictionary.md"
WRITE = "WRITE_DATA_TABLES"
HEAD = f"""# Tables of a data package

Every table of a [data package](data-dictionary.md#the-data-package) and every column that all
studies have; the items of a study's questionnaires come after those of `prompts`. Made of what the
package itself is described by; this writes it anew, from `app/`:

    {WRITE}=1 pytest tests/documentation/test_data_tables.py
"""


def test_every_column_of_every_table_is_listed() -> None:
    tables = [*tables_of(make_study()), CREMAS]

    text = "\n".join([HEAD, *(line for table in tables for line in listed(table))]) + "\n"

    if os.environ.get(WRITE):
        FILE.write_text(text, encoding="utf-8")
    assert FILE.read_text(encoding="utf-8") == text


def test_the_dictionary_explains_every_column_of_the_long_table() -> None:
    (prompts,) = (table for table in tables_of(make_study()) if table.name == "prompts")

    text = DICTIONARY.read_text(encoding="utf-8")
    first_cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
    explained = " ".join(first_cells)
    unexplained = [
        one.name for one in prompts.columns if not one.item and f"`{one.name}`" not in explained
    ]
    assert unexplained == []


def listed(table: Table) -> Iterator[str]:
    yield f"## {table.name}"
    yield ""
    yield f"{table.description} Key: {', '.join(f'`{name}`' for name in table.key)}."
    yield ""
    yield "| column | type | meaning | values | always there |"
    yield "| --- | --- | --- | --- | --- |"
    yield from (row(column) for column in table.columns if column.item is None)
    yield ""


def row(column: Column) -> str:
    kind = column.type.replace("_", " ") + (f", {column.unit}" if column.unit else "")
    there = "yes" if column.always_there else ""
    cells = (f"`{column.name}`", kind, column.description, values_of(column), there)
    return f"| {' | '.join(cells)} |"
