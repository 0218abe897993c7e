"""An item that changed its kind between versions: no list of values claims to be all there are."""

from __future__ import annotations

from typing import Any

from psycopg.sql import SQL

from esmpress.export.item_columns import Version, item_columns
from esmpress.export.package.missing_codes import missing_codes
from esmpress.export.tables import Column
from tests.questionnaires.builders import definition, item


def joined(*kinds: dict[str, Any]) -> Column:
    """The column `mood` as all versions fill it, the newest first."""
    versions = [
        Version(number, "moment", number, definition(kind))
        for number, kind in enumerate(reversed(kinds), start=1)
    ]
    found = item_columns(
        reversed(versions), taken=(), answers=SQL("answers"), version=SQL("version")
    )
    return {column.name: column for column, _ in found}["mood"]


def test_a_rating_that_became_a_slider_has_no_closed_list() -> None:
    column = joined(item("slider", "mood"), item("likert", "mood"))

    assert not column.is_closed
    assert (column.type, column.minimum) == ("whole_number", None)
    assert "likert" in column.description


def test_a_choice_that_became_a_text_has_no_closed_list_and_no_codes() -> None:
    column = joined(item("text", "mood"), item("single_choice", "mood"))

    assert not column.is_closed
    assert column.type == "text"
    assert missing_codes(column) == {}


def test_a_choice_of_more_options_lists_those_of_all_versions() -> None:
    fewer = item("single_choice", "mood")
    more = item("likert", "mood")

    assert [value for value, _ in joined(fewer, more).labels] == [1, 2, 3, 4]
    assert joined(fewer, more).is_closed
