from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from esmpress.exchange.formr.reading import import_formr
from esmpress.exchange.imported import Imported, Line, NothingImported
from esmpress.exchange.spreadsheets import RefusedSpreadsheet
from esmpress.questionnaires.items import Consent, Likert, Number, SingleChoice, Slider
from tests.exchange.workbooks import xlsx

Row = dict[str, object]
AGREE = [
    {"list_name": "agreement", "name": number, "label": label}
    for number, label in ((1, "No"), (2, "Partly"), (3, "Yes"))
]


def read(*survey: Row, **sheets: Any) -> Imported:
    content = xlsx(survey=survey, **sheets)
    return import_formr(content, name="daily.xlsx", languages=("en", "de"), language="en")


def items(made: Imported) -> dict[str, Any]:
    return {item.name: item for item in made.definition.items}


def line_of(made: Imported, name: str) -> Line:
    return next(line for line in made.lines if line.name == name)


def row(kind: str, name: str, **cells: object) -> Row:
    return {"type": kind, "name": name, "label": f"About {name}", **cells}


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [
        ("text", "text"),
        ("textarea 300", "text"),
        ("number 1,130,1", "number"),
        ("range 0,10,1", "slider"),
        ("visual_analog_scale", "slider"),
        ("mc agreement", "single_choice"),
        ("mc_button agreement", "single_choice"),
        ("select_one agreement", "single_choice"),
        ("mc_multiple agreement", "multiple_choice"),
        ("rating_button 1,7,1", "likert"),
        ("sex", "single_choice"),
        ("yes_no", "yes_no"),
        ("check", "consent"),
        ("date", "date"),
        ("time", "time"),
        ("note", "information"),
        ("image 100000", "photo"),
    ],
)
def test_types_with_a_counterpart_come_over(kind: str, becomes: str) -> None:
    made = read(row(kind, "mine"), choices=AGREE)

    assert items(made)["mine"].kind == becomes
    assert made.to_mend == ()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("ip", "what tells who somebody is"),
        ("email", "what tells who somebody is"),
        ("random 1,6", "use rotations"),
        ("geopoint", "this type has no counterpart (geopoint)"),
        ("mc nowhere", "it has no choices, neither here nor in the sheet choices"),
        ("rating_button 1,100", "a rating has 3 to 11 points, this one 100"),
        ("number a,b", "“a” after the type is no number"),
        ("calculate", "there is nothing to compute"),
        ("range 10,0,1", "whole steps must lead from minimum to maximum"),
        ("range 0,1e400,1", "Input should be a finite number"),
    ],
)
def test_what_has_no_counterpart_is_left_out_with_the_reason(kind: str, reason: str) -> None:
    made = read(row("text", "kept"), row(kind, "strange"))

    assert list(items(made)) == ["kept"]
    assert line_of(made, "strange").outcome == "left_out"
    assert reason in line_of(made, "strange").notes[-1]


def test_choices_stand_in_the_row_and_are_numbered_by_their_columns() -> None:
    made = read(row("mc_button", "drink", choice1="tea", choice3="coffee", choice2="water"))

    item = items(made)["drink"]
    assert isinstance(item, SingleChoice)
    assert item.look == "buttons"
    assert [(one.value, one.label["en"]) for one in item.options] == [
        (1, "tea"),
        (2, "water"),
        (3, "coffee"),
    ]


def test_settings_of_a_type_are_those_of_the_item() -> None:
    made = read(
        row("number 0,24,0.5", "sleep"),
        row("number 0,1,any", "share"),
        row("number 0.5,9.5,1", "half"),
        row("range 0,10,2", "mood", choice1="bad", choice2="good"),
        row("rating_button 1,5,1", "stress", choice1="none", choice2="much"),
        row("text 20", "word"),
        row("date 2020-01-01,2030-01-01", "since"),
    )

    found = items(made)
    sleep, mood, stress = found["sleep"], found["mood"], found["stress"]
    assert isinstance(sleep, Number)
    assert (sleep.min, sleep.max, sleep.step, sleep.decimals) == (0, 24, 0.5, 1)
    assert found["share"].decimals == 6
    assert (found["half"].min, found["half"].decimals, found["half"].step) == (0.5, 1, 1)
    assert isinstance(mood, Slider)
    assert (mood.min, mood.max, mood.step, mood.max_label) == (0, 10, 2, {"en": "good"})
    assert isinstance(stress, Likert)
    assert [point.label for point in stress.options] == [
        {"en": "none"},
        None,
        None,
        None,
        {"en": "much"},
    ]
    assert (found["word"].max_length, found["since"].latest) == (20, "2030-01-01")


def test_items_are_required_unless_they_are_optional() -> None:
    made = read(
        row("text", "a"),
        row("text", "b", optional="*"),
        row("check", "c"),
        row("check", "d", optional="!"),
    )

    assert [item.required for item in made.definition.items] == [True, False, False, True]
    assert isinstance(items(made)["d"], Consent)


def test_conditions_in_r_are_translated() -> None:
    made = read(
        row("mc agreement", "worry"),
        row("number", "Age"),
        row("check", "sure"),
        row("text", "why", showif="worry == 3 & Age >= 18"),
        row("text", "else_", showif="worry %in% c(1, 2) | is.na(Age) | sure == 1"),
        row("calculate", "twice", value="Age * 2 + worry"),
        row("text", "late", showif="diary$Age > 3"),
        choices=AGREE,
    )

    found = items(made)
    assert str(found["why"].show_if) == "worry == 3 and age >= 18"
    assert str(found["else"].show_if) == "worry in [1, 2] or not answered(age) or sure == true"
    assert str(found["twice"].formula) == "age * 2 + worry"
    assert line_of(made, "late").notes == [
        "showif has no counterpart: it asks for diary$Age, which did not come over "
        "(“diary$Age > 3”)"
    ]


def test_each_submit_button_ends_a_page() -> None:
    made = read(
        row("note", ""),
        row("text", "a"),
        row("submit", "next"),
        row("submit 3000", "again"),
        row("text", "b"),
    )

    pages = [[item.name for item in page.items] for page in made.definition.pages]
    assert pages == [["note", "a"], ["b"]]
    assert line_of(made, "again").notes == ["no page is sent off by itself, or late (“3000”)"]


def test_bold_and_answers_in_texts_are_written_our_way() -> None:
    made = read(
        row("number", "age"),
        row("note", "n", label="__You__ said `r age`, and `r other$x`."),
    )

    assert items(made)["n"].text == {"en": "**You** said {age}, and `r other$x`."}
    assert "Code is not allowed" in made.to_mend[0]


def test_what_is_not_read_is_named() -> None:
    made = read(row("text", "a", value="sticky", item_order=1, **{"class": "left100"}))

    assert line_of(made, "a").notes == ["item_order, value: not read"]
    assert made.remarks == ("class: not read, for it only says how items look.",)


def test_a_table_in_csv_is_read_alike() -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";")
    writer.writerows([["type", "name", "label", "choice1", "choice2"]])
    writer.writerows([["mc", "Ort", "Wo?", "daheim", "woanders"]])

    made = import_formr(
        file.getvalue().encode(), name="Tagebuch.csv", languages=("en", "de"), language="de"
    )

    assert items(made)["ort"].text == {"de": "Wo?"}
    assert made.definition.title == {"de": "Tagebuch"}


@pytest.mark.parametrize("content", [b"a,b\n1,2\n", b"", b"type\nip\n"])
def test_a_table_that_asks_nothing_is_refused(content: bytes) -> None:
    with pytest.raises(NothingImported):
        import_formr(content, name="a.csv", languages=("en",), language="en")


def test_a_file_that_is_neither_is_refused() -> None:
    with pytest.raises(RefusedSpreadsheet):
        import_formr(b"type,name", name="a.xlsx", languages=("en",), language="en")
