from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.exchange.formr.reading import import_formr
from esmpress.exchange.imported import NothingImported
from esmpress.exchange.spreadsheets import RefusedSpreadsheet
from esmpress.exchange.xlsform.reading import import_xlsform
from esmpress.questionnaires.faults import FaultyDefinition, checked_definition
from esmpress.questionnaires.sources import source_of
from tests.exchange.workbooks import xlsx

_TYPES = (
    *("text", "integer", "decimal", "select_one l", "select_multiple l", "rank l", "date", "time"),
    *("note", "acknowledge", "image", "calculate", "range", "hidden", "begin_group", "end_group"),
    *("number 1,5,0.5", "range 0,10", "mc l", "mc_multiple", "rating_button 1,7,1", "sex", "check"),
    *("yes_no", "submit", "select_one", "visual_analog_scale 5,1", "begin_repeat", "x", "date a,b"),
)
_NAMES = ("a", "b", "A", "day", "9", "ż", "", "a b")
_CONDITIONS = (
    *("${a} > 3", "selected(${b}, 'x')", ". >= 1 and . <= 5", ". < 3.5", "count-selected(.) <= 1"),
    *("a > 3", "b %in% c(1,2)", "is.na(a)", "string-length(.) < 4", ". >= date('2027-01-31')", "("),
    *("today()", "${b} = 'x' or ${a} = ''", "'", "not(${a})", "1 + 1", "true()"),
)
_TEXTS = (
    "How?",
    "<b>x</b>",
    "{day}",
    "${a} and ${z}",
    "{",
    "`r a`",
    "__x__",
    "",
    "- a\n- b",
    "x" * 99,
)
_CELLS = {
    "name": st.sampled_from(_NAMES),
    "label": st.sampled_from(_TEXTS),
    "label::English (en)": st.sampled_from(_TEXTS),
    "label::Polski (pl)": st.sampled_from(_TEXTS),
    **dict.fromkeys(
        ("relevant", "constraint", "calculation", "showif", "value", "default"),
        st.sampled_from(_CONDITIONS),
    ),
    "required": st.sampled_from(("yes", "no", "${a} = 1")),
    "optional": st.sampled_from(("*", "!", "?")),
    "parameters": st.sampled_from(("start=0 end=5 step=2", "start=x", "randomize=true")),
    "appearance": st.sampled_from(("likert", "multiline", "map")),
    **dict.fromkeys(("choice1", "choice2", "choice3"), st.sampled_from(_TEXTS)),
}
_ROWS: st.SearchStrategy[list[dict[str, str]]] = st.lists(
    st.fixed_dictionaries({"type": st.sampled_from(_TYPES)}, optional=_CELLS),
    min_size=1,
    max_size=8,
)
_CHOICES = st.lists(
    st.fixed_dictionaries(
        {"list_name": st.just("l"), "name": st.sampled_from(("x", "y", "1", "2", "-3"))},
        optional={"label": st.sampled_from(_TEXTS)},
    ),
    max_size=4,
)


def check(read: Any, content: bytes, name: str) -> None:
    """Whatever was made can be kept, and whatever is wrong with it is named."""
    try:
        made = read(content, name=name, languages=("en", "pl"), language="en")
    except (NothingImported, RefusedSpreadsheet) as refused:
        assert str(refused)
        return
    assert all(line.notes for line in made.lines if line.outcome != "kept")
    try:
        checked_definition(source_of(made.definition))
    except FaultyDefinition as error:
        assert sorted(error.faults) == sorted(made.to_mend)
    else:
        assert made.to_mend == ()


@pytest.mark.parametrize("read", [import_xlsform, import_formr])
@settings(max_examples=60, deadline=None)
@given(rows=_ROWS, choices=_CHOICES)
def test_any_workbook_is_imported_or_refused(
    read: Any, rows: list[dict[str, str]], choices: list[dict[str, str]]
) -> None:
    check(read, xlsx(survey=rows, choices=choices), "form.xlsx")


@settings(max_examples=60, deadline=None)
@given(rows=_ROWS)
def test_any_table_is_imported_or_refused(rows: list[dict[str, str]]) -> None:
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, ["type", *_CELLS], restval="")
    writer.writeheader()
    writer.writerows(rows)

    check(import_formr, file.getvalue().encode(), "table.csv")
