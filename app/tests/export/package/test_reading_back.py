"""The package of a simulated study reads back cell for cell from every format."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pyreadstat
import pytest
from arro3.io import read_parquet

from esmpress.export.package.missing_codes import missing_codes
from esmpress.export.package.spss_names import spss_names
from esmpress.export.package.writing import SPSS
from esmpress.export.tables import Column, Table
from esmpress.questionnaires.safe_cells import unguarded
from tests.export.package.conftest import Rows, Written
from tests.export.package.simulated import HARD_TEXTS

# The database is set up for whoever asks for one.
pytestmark = pytest.mark.django_db


def test_the_study_has_answers_of_every_kind_and_texts_that_are_hard(written: Written) -> None:
    table, rows = written.tables["prompts"], written.rows["prompts"]

    items = [place for place, column in enumerate(table.columns) if column.item]
    assert all(any(row[place] for row in rows) for place in items)
    texts = [column.name for column in table.columns].index("a_text")
    assert {row[texts] for row in rows} >= set(HARD_TEXTS)


def test_csv_reads_back_cell_for_cell(written: Written) -> None:
    for name, table in written.tables.items():
        with written.path(name).open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)

        assert header == [column.name for column in table.columns]
        assert [[unguarded(cell) for cell in row] for row in rows] == written.rows[name]


def test_no_cell_of_csv_is_run_by_a_spreadsheet(written: Written) -> None:
    for name, table in written.tables.items():
        texts = [place for place, one in enumerate(table.columns) if one.type == "text"]
        with written.path(name).open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))

        cells = [row[place] for row in rows for place in texts]
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_parquet_reads_back_cell_for_cell(written: Written) -> None:
    for name, table in written.tables.items():
        found = read_parquet(written.path(name, "parquet")).read_all()

        assert found.column_names == [column.name for column in table.columns]
        rows = zip(*(found[column.name].to_pylist() for column in table.columns), strict=True)
        assert [list(row) for row in rows] == [
            [_typed(one, cell) for one, cell in zip(table.columns, row, strict=True)]
            for row in written.rows[name]
        ]


def test_sav_reads_back_cell_for_cell(written: Written) -> None:
    for name in SPSS:
        table = written.tables[name]
        frame, _ = pyreadstat.read_sav(written.folder / f"spss/{name}.sav", user_missing=True)

        found = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
        assert found == [list(row) for row in _as_spss_has_them(table, written.rows[name])]


def test_sav_has_every_column_with_its_label_its_values_and_its_codes(written: Written) -> None:
    for name in SPSS:
        table = written.tables[name]
        _, about = pyreadstat.read_sav(written.folder / f"spss/{name}.sav", user_missing=True)

        names = spss_names(column.name for column in table.columns)
        labels = about.variable_value_labels
        titles = dict(zip(about.column_names, about.column_labels, strict=True))
        assert about.column_names == list(names.values())
        for column in table.columns:
            own = names[column.name]
            assert titles[own] == " ".join(column.title.split())
            told = {float(code) for code in missing_codes(column).values()}
            known = {one if column.type == "text" else float(one) for one, _ in column.labels}
            assert set(labels.get(own, {})) == known | told


def _typed(column: Column, cell: str) -> Any:
    """A cell as Parquet has it."""
    if not cell:
        return None
    match column.type:
        case "whole_number":
            return int(cell)
        case "number":
            return float(cell)
        case "instant" | "local_instant":
            return datetime.fromisoformat(cell)
        case "date":
            return date.fromisoformat(cell)
    return cell


def _as_spss_has_them(table: Table, rows: Rows) -> Iterator[Iterator[Any]]:
    for row in rows:
        why = dict(zip((column.name for column in table.columns), row, strict=True))
        yield (_value(column, cell, why) for column, cell in zip(table.columns, row, strict=True))


def _value(column: Column, cell: str, row: dict[str, str]) -> Any:
    match column.type:
        case "whole_number" | "number":
            return _number(column, cell, row)
        case "instant" | "local_instant":
            return datetime.fromisoformat(cell.removesuffix("Z")) if cell else None
        case "date":
            return date.fromisoformat(cell) if cell else None
    return cell.rstrip(" ")


def _number(column: Column, cell: str, row: dict[str, str]) -> float | None:
    if cell:
        return float(cell)
    item = column.item
    if item is None or not row.get("missing") or row["questionnaire"] != item.questionnaire:
        return None
    for reason, code in missing_codes(column).items():
        if f'"{item.item}":"{reason}"' in row["missing"]:
            return float(code)
    return None


def test_a_number_that_is_missing_without_a_reason_is_no_number(written: Written) -> None:
    frame, _ = pyreadstat.read_sav(written.folder / "spss/prompts.sav", user_missing=True)

    missed = frame[frame["completeness"] == ""]
    assert len(missed)
    assert all(math.isnan(value) for value in missed["a_slider"])
