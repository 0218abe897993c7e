from __future__ import annotations

import csv
import io
import re
from typing import Any

import pytest
from hypothesis import given

from esmpress.questionnaires.codebook import as_csv, as_markdown, codebook_of
from esmpress.questionnaires.codebook.columns import FIELDS, Column, UnknownLanguage
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.names import column_names
from esmpress.questionnaires.safe_cells import unguarded
from tests.questionnaires.builders import BOTH, OPTIONS, definition
from tests.questionnaires.worded import worded_definitions


def columns(*items: dict[str, Any], **fields: Any) -> dict[str, Column]:
    made = definition(*[{"text": BOTH, "name": one["kind"], **one} for one in items], **fields)
    found = codebook_of(made, questionnaire="affect", version=3).columns
    return {column.column: column for column in found}


@given(made=worded_definitions())
def test_a_codebook_has_a_row_for_each_column_of_the_data(made: Definition) -> None:
    codebook = codebook_of(made, questionnaire="affect", version=None)

    asked = [column for item in made.items for column in column_names(item)]
    assert [column.column for column in codebook.columns] == asked
    assert all(column.type and column.question for column in codebook.columns)


@given(made=worded_definitions())
def test_a_codebook_in_csv_is_read_back_without_any_formula(made: Definition) -> None:
    codebook = codebook_of(made, questionnaire="affect", version=1)

    text = as_csv(codebook)
    rows = list(csv.reader(line for line in io.StringIO(text, newline="") if line[0] != "#"))

    assert rows[0] == list(FIELDS)
    assert [[unguarded(cell) for cell in row] for row in rows[1:]] == [
        [getattr(column, field) for field in FIELDS] for column in codebook.columns
    ]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


@given(made=worded_definitions())
def test_a_codebook_in_markdown_is_one_table(made: Definition) -> None:
    text = as_markdown(codebook_of(made, questionnaire="affect", version=1))

    rows = [line for line in text.splitlines() if line.startswith("|")]
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {len(FIELDS) + 1}


def test_the_head_names_version_and_hash() -> None:
    made = definition({"kind": "text", "name": "note", "text": BOTH})

    text = as_csv(codebook_of(made, questionnaire="affect", version=3, language="pl"))

    assert text.splitlines()[:5] == [
        "# questionnaire: affect",
        "# title: tekst",
        "# version: 3",
        f"# content_hash: {made.content_hash()}",
        "# language: pl",
    ]


def test_options_stand_with_their_labels() -> None:
    found = columns(
        {"kind": "single_choice", "options": OPTIONS},
        {"kind": "multiple_choice", "options": OPTIONS},
        {"kind": "ranking", "options": OPTIONS},
        {"kind": "yes_no", "yes_label": {"en": "aye", "pl": "owszem"}},
    )

    assert found["single_choice"].values == "1 = text; 2 = text"
    assert found["multiple_choice_2"].values == "0 = not chosen; 1 = chosen"
    assert found["multiple_choice_2"].question == "text [text]"
    assert (found["ranking_1"].range, found["ranking_1"].part) == ("1 to 2", "1")
    assert found["yes_no"].values == "0 = no; 1 = aye"


def test_scales_stand_with_range_steps_and_unit() -> None:
    found = columns(
        {"kind": "slider", "min_label": BOTH, "max_label": BOTH, "step": 0.5},
        {"kind": "number", "min": 0, "decimals": 1, "unit": {"en": "h", "pl": "godz."}},
        {"kind": "affect_grid", "labels": dict.fromkeys(("left", "right", "bottom", "top"), BOTH)},
        {"kind": "duration"},
        {"kind": "date", "earliest": "2027-01-31"},
    )

    slider, number = found["slider"], found["number"]
    assert (slider.type, slider.range) == ("number", "from 0 to 100 in steps of 0.5")
    assert slider.values == "0 = text; 100 = text"
    assert (number.type, number.range, number.unit) == ("number", "from 0", "h")
    assert found["affect_grid_valence"].range == "-4 to 4"
    assert found["duration"].range == "0 to 1440 minutes, in steps of 5"
    assert found["date"].range == "from 2027-01-31"


def test_conditions_rotations_formulas_and_missing_codes_are_named() -> None:
    made = Definition.model_validate(
        {
            "title": BOTH,
            "rotations": [{"name": "some", "show": 1}],
            "pages": [
                {
                    "name": "one",
                    "items": [_text("a", rotation="some"), _text("b", rotation="some")],
                },
                {
                    "name": "two",
                    "show_if": "answered(a)",
                    "items": [
                        _text("c", show_if="day > 1", can_decline=True),
                        {"kind": "computed", "name": "d", "text": BOTH, "formula": "day > 1"},
                    ],
                },
            ],
        }
    )

    found = {one.column: one for one in codebook_of(made, questionnaire="a", version=1).columns}

    assert found["a"].rotation == "some: 1 asked, random"
    assert found["c"].condition == "page two: answered(a); day > 1"
    assert found["c"].missing == "empty: not shown, or skipped, or declined (see c_missing)"
    assert found["c_missing"].values == "declined = preferred not to say"
    assert (found["d"].type, found["d"].formula) == ("integer", "day > 1")
    assert found["d"].missing == "empty: could not be computed"


def _text(name: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "text", "name": name, "text": BOTH, **fields}


def test_questions_are_plain_words_on_one_line() -> None:
    text = {"en": "**Now**\n\n- how | much?\n- {day}", "pl": "a {day}"}
    made = definition({"kind": "text", "name": "a", "text": text})
    codebook = codebook_of(made, questionnaire="a", version=1)

    assert codebook.columns[0].question == "Now - how | much? - {day}"
    assert r"Now - how \| much? - \{day\}" in as_markdown(codebook)


def test_a_language_the_questionnaire_has_not_is_refused() -> None:
    made = definition({"kind": "text", "name": "a", "text": BOTH})

    with pytest.raises(UnknownLanguage, match="no texts in de; it has en, pl"):
        codebook_of(made, questionnaire="a", version=1, language="de")
