from __future__ import annotations

from typing import Any

import pytest

from esmpress.exchange.imported import Imported, Line, NothingImported
from esmpress.exchange.xlsform.reading import import_xlsform
from esmpress.questionnaires.items import MultipleChoice, Number, Slider
from tests.exchange.workbooks import xlsx

Row = dict[str, object]
MOODS = (
    {"list_name": "moods", "name": "good", "label": "Good"},
    {"list_name": "moods", "name": "so_so", "label": "So-so"},
    {"list_name": "moods", "name": "bad", "label": "Bad"},
)
DIGITS = (
    {"list_name": "digits", "name": 1, "label": "One"},
    {"list_name": "digits", "name": 5, "label": "Five"},
)


def read(*survey: Row, **sheets: Any) -> Imported:
    choices = {"choices": [*MOODS, *DIGITS]}
    content = xlsx(survey=survey, **choices | sheets)
    return import_xlsform(content, name="Form one.xlsx", languages=("en", "pl"), language="en")


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
        ("integer", "number"),
        ("decimal", "number"),
        ("select_one moods", "single_choice"),
        ("select one moods", "single_choice"),
        ("select_multiple moods", "multiple_choice"),
        ("rank moods", "ranking"),
        ("date", "date"),
        ("time", "time"),
        ("note", "information"),
        ("acknowledge", "consent"),
        ("image", "photo"),
        ("range", "slider"),
    ],
)
def test_types_with_a_counterpart_come_over(kind: str, becomes: str) -> None:
    made = read(row(kind, "mine"))

    assert items(made)["mine"].kind == becomes
    assert made.to_mend == ()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("geopoint", "this type has no counterpart (geopoint)"),
        ("audio", "this type has no counterpart (audio)"),
        ("datetime", "ask for the date and the time in two items"),
        ("start", "it is kept with every response"),
        ("deviceid", "what tells who somebody is"),
        ("select_one_from_file a.csv", "options in another file cannot be read"),
        ("select_one nowhere", "its list of choices is not in the sheet choices"),
        ("calculate", "there is nothing to compute"),
        ("", "the row has no type"),
    ],
)
def test_what_has_no_counterpart_is_left_out_with_the_reason(kind: str, reason: str) -> None:
    made = read(row("text", "kept"), row(kind, "strange"))

    line = line_of(made, "strange")
    assert list(items(made)) == ["kept"]
    assert (line.sheet, line.number, line.outcome) == ("survey", 3, "left_out")
    assert reason in line.notes[0]


def test_choices_with_names_get_numbers_and_the_names_stay_in_the_report() -> None:
    made = read(row("select_one moods", "mood"))

    assert [(o.value, o.label["en"]) for o in items(made)["mood"].options] == [
        (1, "Good"),
        (2, "So-so"),
        (3, "Bad"),
    ]
    assert line_of(made, "so_so").notes == ["“so_so” is 2 in the data"]


def test_choices_that_are_numbers_keep_them() -> None:
    made = read(row("select_multiple digits", "which"))

    chosen = items(made)["which"]
    assert isinstance(chosen, MultipleChoice)
    assert [option.value for option in chosen.options] == [1, 5]
    assert line_of(made, "5").outcome == "kept"


def test_a_choice_that_stands_twice_is_left_out() -> None:
    made = read(row("select_one moods", "mood"), choices=[*MOODS, MOODS[0]])

    assert made.lines[-1].notes == ["the list moods has another choice of this name"]


def test_conditions_are_translated_with_the_new_values() -> None:
    made = read(
        row("select_one moods", "Mood"),
        row("select_multiple digits", "which", relevant="${Mood} = 'bad'"),
        row("text", "why", relevant="selected(${which}, '5') and not(${Mood} = 'good')"),
        row("calculate", "score", calculation="${Mood} + 1"),
        row("calculate", "many", calculation="count-selected(${which}) * 2"),
    )

    found = items(made)
    assert str(found["which"].show_if) == "mood == 3"
    assert str(found["why"].show_if) == "5 in which and not (mood == 1)"
    assert str(found["many"].formula) == "count(which) * 2"
    assert "the options of mood are no numbers" in line_of(made, "score").notes[0]
    assert made.to_mend == ()


def test_a_condition_without_a_counterpart_is_reported_and_the_item_kept() -> None:
    made = read(row("text", "a", relevant="regex(${b}, 'x')"))

    assert items(made)["a"].show_if is None
    assert line_of(made, "a").notes == [
        "relevant has no counterpart: regex() has no counterpart (“regex(${b}, 'x')”)"
    ]


def test_constraints_become_limits_of_the_item() -> None:
    made = read(
        row("integer", "age", constraint=". >= 18 and . < 100", constraint_message="No"),
        row("text", "word", constraint="string-length(.) <= 20"),
        row("select_multiple moods", "some", constraint="count-selected(.) <= 2"),
        row("date", "since", constraint=". >= date('2020-01-01')"),
        row("range", "level", parameters="start=0 end=10 step=0.5"),
        row("decimal", "share", constraint=". > 0"),
        row("integer", "even", constraint=". mod 2 = 0"),
    )

    age, level = items(made)["age"], items(made)["level"]
    assert isinstance(age, Number)
    assert (age.min, age.max, age.range_message) == (18, 99, {"en": "No"})
    assert items(made)["word"].max_length == 20
    assert items(made)["some"].max_chosen == 2
    assert items(made)["since"].earliest == "2020-01-01"
    assert isinstance(level, Slider)
    assert (level.min, level.max, level.step) == (0, 10, 0.5)
    assert "constraint has no counterpart: a limit that is" in line_of(made, "share").notes[0]
    assert "constraint has no counterpart" in line_of(made, "even").notes[0]


def test_groups_become_pages_with_the_conditions_of_all_of_them() -> None:
    made = read(
        row("integer", "n"),
        row("begin_group", "outer", relevant="${n} > 1"),
        row("text", "a"),
        row("begin group", "inner", relevant="${n} < 5 or ${n} = 7"),
        row("text", "b"),
        {"type": "end group"},
        row("text", "c"),
        {"type": "end_group"},
        {"type": "end_group"},
        row("begin_repeat", "again"),
        row("text", "d"),
        {"type": "end_repeat"},
    )

    pages = [
        (page.name, str(page.show_if or ""), [item.name for item in page.items])
        for page in made.definition.pages
    ]
    assert pages == [
        ("page", "", ["n"]),
        ("outer", "n > 1", ["a"]),
        ("inner", "(n > 1) and (n < 5 or n == 7)", ["b"]),
        ("outer_2", "n > 1", ["c"]),
        ("again", "", ["d"]),
    ]
    assert made.definition.pages[1].title == {"en": "About outer"}
    assert made.lines[8].notes == ["no group is open here"]
    assert line_of(made, "again").notes == ["repeats have no counterpart: its items are asked once"]


def test_labels_are_read_in_every_language_this_server_has() -> None:
    made = read(
        {
            "type": "text",
            "name": "a",
            "label::English (en)": "How?",
            "label::Polski (pl)": "Jak?",
            "label::French (fr)": "Comment ?",
            "hint::English (en)": "Briefly",
        },
    )

    item = items(made)["a"]
    assert item.text == {"en": "How?", "pl": "Jak?"}
    assert made.definition.title == {"en": "Form one", "pl": "Form one"}
    assert made.to_mend == ("item a, help: the text in pl is missing.",)
    assert made.remarks == (
        "label::French (fr): not read, for this server has no texts in that language.",
    )


def test_the_language_of_plain_labels_is_that_of_the_settings() -> None:
    settings = [{"form_title": "Dzień", "default_language": "Polski (pl)", "style": "pages"}]

    made = read(row("text", "a"), settings=settings)

    assert items(made)["a"].text == {"pl": "About a"}
    assert made.definition.title == {"pl": "Dzień"}
    assert made.lines[-1].notes == ["style: not read"]


def test_names_are_fitted_and_that_is_said() -> None:
    made = read(
        row("text", "How Are-You?"),
        row("text", "how_are_you_"),
        row("text", "day"),
        row("text", "1st"),
        row("text", "ż" * 60),
        row("text", "again", relevant="${1st} = 'x'"),
    )

    assert list(items(made)) == [
        "how_are_you",
        "how_are_you_2",
        "day_2",
        "q_1st",
        "z" * 40,
        "again",
    ]
    assert line_of(made, "day").notes == ["the name is now day_2"]
    assert str(items(made)["again"].show_if) == "q_1st == 'x'"


def test_references_in_texts_become_placeholders() -> None:
    made = read(
        row("integer", "Hours"),
        row("note", "n", label="You said ${Hours}, not ${gone}."),
    )

    assert items(made)["n"].text == {"en": "You said {hours}, not (gone)."}
    assert line_of(made, "n").notes == ["${gone} in a text asks for what did not come over"]


def test_cells_without_a_counterpart_are_named() -> None:
    made = read(
        row(
            "select_one moods or_other",
            "m",
            required="${a} = 1",
            appearance="map",
            choice_filter="x",
            default="good",
        )
    )

    assert line_of(made, "m").notes == [
        "or_other has no counterpart: add an option and a text item",
        "required has no counterpart as a condition (“${a} = 1”): not required",
        "choice_filter, default: not read",
        "appearance has no counterpart (“map”)",
    ]


def test_script_in_a_label_is_kept_as_typed_and_must_be_mended() -> None:
    made = read(row("text", "a", label="<script>alert(1)</script>"))

    assert items(made)["a"].text == {"en": "<script>alert(1)</script>"}
    assert made.to_mend[0].startswith("item a, text in en: HTML is not allowed")


def test_the_report_tells_each_row_in_a_line() -> None:
    made = read(row("text", "a"), row("audio", "b"))

    assert made.report().splitlines()[:2] == [
        "survey 2: came over (a)",
        "survey 3: left out (b): this type has no counterpart (audio)",
    ]


@pytest.mark.parametrize(
    ("sheets", "sentence"),
    [
        ({"survey": []}, "no sheet “survey” with rows"),
        ({"survey": [{"kind": "text"}]}, "no column “type”"),
        ({"survey": [row("text", f"q{n}") for n in range(201)]}, "makes 201 items on 1 pages"),
        ({"survey": [row("audio", "a")]}, "holds no item that can be asked"),
        ({"choices": list(MOODS), "settings": [{"a": 1}]}, "no sheet “survey” with rows"),
    ],
)
def test_a_file_that_asks_nothing_is_refused(sheets: Any, sentence: str) -> None:
    with pytest.raises(NothingImported, match=sentence):
        import_xlsform(xlsx(**sheets), name="a.xlsx", languages=("en",), language="en")
