"""What a table's files are called in the data package."""

from __future__ import annotations

import re

import pytest

from esmpress.export.tables import Table, file_name

PROMPTS = Table("prompts", "Prompts", "A row for each.", columns=(), key=())


@pytest.mark.parametrize("slug", ["mood", "mood-diary-2", "mood_diary", "---"])
def test_a_data_file_is_named_as_psych_ds_wants_it(slug: str) -> None:
    name = file_name(PROMPTS, slug)

    assert re.fullmatch(r"data/([a-z]+-[a-zA-Z0-9]+_)+data\.csv", name)


def test_the_parquet_file_stands_beside_the_csv_of_its_table() -> None:
    assert file_name(PROMPTS, "mood-diary") == ("data/study-mooddiary_description-prompts_data.csv")
    assert file_name(PROMPTS, "mood-diary", "parquet") == (
        "data/study-mooddiary_description-prompts_data.parquet"
    )
