"""SPSS files: read back cell for cell, with labels, codes and measures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyreadstat

from esmpress.export.package.sav import SavFile, write_sav
from esmpress.export.package.sav_rows import AT_ONCE
from esmpress.export.tables import Column, Table
from tests.export.package.hand_made import (
    BROKEN,
    EMOJI,
    NOTE,
    PARTICIPANTS,
    PROMPTS,
    RIGHT_TO_LEFT,
    ROWS,
    item,
)

Read = tuple[list[dict[str, Any]], Any]


def cells(rows: Iterable[Sequence[Any]]) -> list[list[str]]:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


def write(table: Table, rows: Iterable[Sequence[Any]], folder: Path, **size: int) -> list[SavFile]:
    return list(write_sav(table, cells(rows), folder, **size))


def read(path: Path) -> Read:
    frame, about = pyreadstat.read_sav(path, user_missing=True)
    frame = frame.astype(object).where(frame.notna(), None)
    return frame.to_dict("records"), about


def test_answers_instants_and_texts_read_back_as_they_were(tmp_path: Path) -> None:
    (file,) = write(PROMPTS, ROWS["prompts"], tmp_path)

    rows, _ = read(file.path)
    assert (file.path.name, file.rows) == ("prompts.sav", 3)
    assert [row["id"] for row in rows] == ["P0001", "P0001", "P0002"]
    assert (rows[0]["mood"], rows[0]["stress"], rows[0]["balance"]) == (3, 62.5, -91)
    assert rows[0]["scheduled_utc"] == datetime(2027, 1, 11, 9)  # noqa: DTZ001
    assert rows[0]["scheduled_local"] == datetime(2027, 1, 11, 10)  # noqa: DTZ001
    assert rows[0]["note"] == NOTE


def test_why_an_answer_is_missing_is_a_code_of_its_own(tmp_path: Path) -> None:
    (file,) = write(PROMPTS, ROWS["prompts"], tmp_path)

    rows, about = read(file.path)
    begun, missed = rows[1], rows[2]
    assert (begun["mood"], begun["stress"], begun["company"]) == (-91, -93, -94)
    assert begun["balance"] == -992
    assert missed["mood"] is None
    assert about.missing_ranges["mood"] == [{"lo": -95, "hi": -91}]
    assert about.missing_ranges["balance"] == [{"lo": -995, "hi": -991}]
    assert about.variable_value_labels["mood"][-93] == "Not reached"


def test_a_reason_of_another_questionnaire_s_item_is_not_taken(tmp_path: Path) -> None:
    row = ["evening" if cell == "moment" else cell for cell in ROWS["prompts"][1]]

    (file,) = write(PROMPTS, [row], tmp_path)

    assert read(file.path)[0][0]["mood"] is None


def test_labels_measures_and_titles_are_in_the_file(tmp_path: Path) -> None:
    (file,) = write(PROMPTS, ROWS["prompts"], tmp_path)

    _, about = read(file.path)
    labels = about.variable_value_labels
    titles = dict(zip(about.column_names, about.column_labels, strict=True))
    assert (labels["mood"][1], labels["mood"][2]) == (RIGHT_TO_LEFT, EMOJI)
    assert labels["mood"][3] == " ".join(BROKEN.split())
    assert labels["status"]["expired"] == "missed"
    assert titles["mood"] == "Title of mood"
    measured = [about.variable_measure[name] for name in ("mood", "company", "stress", "note")]
    assert measured == ["ordinal", "nominal", "scale", "nominal"]


def test_dates_stay_dates(tmp_path: Path) -> None:
    (file,) = write(PARTICIPANTS, [["P0001", "2027-01-10"], ["P0002", ""]], tmp_path)

    rows, about = read(file.path)
    assert [row["enrolled"] for row in rows] == [date(2027, 1, 10), None]
    assert about.original_variable_types["enrolled"] == "SDATE10"


def test_a_column_without_any_date_is_one_of_dates_all_the_same(tmp_path: Path) -> None:
    (file,) = write(PARTICIPANTS, [["P0001", ""]], tmp_path)

    rows, about = read(file.path)
    assert rows == [{"id": "P0001", "enrolled": None}]
    assert about.original_variable_types["enrolled"] == "SDATE10"


def test_a_long_table_is_cut_into_parts_whose_texts_are_equally_wide(tmp_path: Path) -> None:
    rows = [[f"P{number:04d}", "2027-01-10"] for number in range(1, 6)]
    rows[4][0] = "P" * 8

    files = write(PARTICIPANTS, rows, tmp_path, max_cells=4)

    assert [(file.path.name, file.rows) for file in files] == [
        ("participants-1.sav", 2),
        ("participants-2.sav", 2),
        ("participants-3.sav", 1),
    ]
    together = [row["id"] for file in files for row in read(file.path)[0]]
    assert together == [row[0] for row in rows]
    widths = {read(file.path)[1].variable_storage_width["id"] for file in files}
    assert widths == {8}


def test_long_texts_end_a_part_and_are_cut_where_spss_ends(tmp_path: Path) -> None:
    table = Table("notes", "Notes", "Texts.", (Column("text", "text", "a", "b"),), ("text",))

    rows = [["é" * 20_000], *([f"short {number}"] for number in range(AT_ONCE))]

    files = write(table, rows, tmp_path, max_text_bytes=10_000)

    assert [file.rows for file in files] == [AT_ONCE, 1]
    (row, *_), _ = read(files[0].path)
    assert row["text"] == "é" * 16_383


def test_a_long_text_among_many_short_ones_makes_no_large_file(tmp_path: Path) -> None:
    table = Table("notes", "Notes", "Texts.", (Column("text", "text", "a", "b"),), ("text",))
    rows = [["short"]] * 3 * AT_ONCE + [["long " * 100_000]] + [["short"]] * 30 * AT_ONCE

    files = write(table, rows, tmp_path)

    assert sum(file.rows for file in files) == len(rows)
    assert max(file.path.stat().st_size for file in files) < 20_000_000


def test_a_table_without_rows_has_its_columns_and_labels(tmp_path: Path) -> None:
    (file,) = write(PROMPTS, [], tmp_path)

    rows, about = read(file.path)
    assert rows == []
    assert about.column_names == [column.name for column in PROMPTS.columns]
    assert about.variable_value_labels["mood"][2] == EMOJI


def test_names_spss_does_not_take_and_long_labels_are_made_to_fit(tmp_path: Path) -> None:
    long = item("by", "likert", labels=((1, "ש" * 200),))
    columns = (long, item("n" * 70, "number"), item("2nd.x", "number"))
    table = Table("odd", "Odd", "Odd names.", columns, ("by",))

    (file,) = write(table, [[1, 2, 3]], tmp_path)

    (row,), about = read(file.path)
    assert row == {"v_by": 1, "n" * 64: 2, "v_2nd.x": 3}
    assert about.variable_value_labels["v_by"][1] == "ש" * 60


def test_two_hundred_items_are_written(tmp_path: Path) -> None:
    columns = tuple(item(f"item_{number}", "number", minimum=0) for number in range(200))
    table = Table("wide", "Wide", "Many.", columns, ("item_0",))

    (file,) = write(table, [list(range(200)), [None] * 200], tmp_path)

    rows, _ = read(file.path)
    assert list(rows[0].values()) == list(range(200))
    assert all(value is None or np.isnan(value) for value in rows[1].values())
