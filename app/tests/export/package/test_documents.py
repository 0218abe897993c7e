"""The documents of a package: what they tell of its columns, for people and for programs."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from esmpress.export.package.describing import describe
from esmpress.export.package.facts import PackageFacts
from esmpress.export.tables import Table
from tests.export.package.hand_made import (
    BROKEN,
    EMOJI,
    PROMPTS,
    RIGHT_TO_LEFT,
    TABLES,
    item,
    write_package,
)


@pytest.fixture
def facts(tmp_path: Path) -> PackageFacts:
    return write_package(tmp_path)


def documents(facts: PackageFacts) -> dict[str, str]:
    return {path: content.decode() for path, content in describe(facts)}


def read_json(facts: PackageFacts, path: str) -> Any:
    return json.loads(documents(facts)[path])


def test_the_codebook_has_a_row_for_each_column_of_each_table(facts: PackageFacts) -> None:
    rows = list(csv.DictReader(io.StringIO(documents(facts)["codebook.csv"], newline="")))

    named = {(row["table"], row["column"]) for row in rows}
    assert {(table.name, one.name) for table in TABLES for one in table.columns} <= named
    assert ("cremas", "valid") in named
    assert all(row["title"] and row["description"] and row["type"] for row in rows)


def test_the_codebook_tells_values_limits_units_codes_and_where_an_item_is_from(
    facts: PackageFacts,
) -> None:
    rows = csv.DictReader(io.StringIO(documents(facts)["codebook.csv"], newline=""))
    by_name = {row["column"]: row for row in rows if row["table"] == "prompts"}

    mood, balance = by_name["mood"], by_name["balance"]
    assert mood["values"].startswith(f"1 = {RIGHT_TO_LEFT}; 2 = {EMOJI}; 3 = He said")
    assert (mood["questionnaire"], mood["item"], mood["kind"]) == ("moment", "mood", "likert")
    assert mood["missing_codes"].startswith("not_asked = -91; not_answered = -92")
    assert (balance["unit"], balance["minimum"], balance["maximum"]) == ("PLN", "-500", "")
    assert balance["missing_codes"].startswith("not_asked = -991")


def test_a_label_with_quotes_bars_and_line_breaks_stays_in_its_row_of_markdown(
    facts: PackageFacts,
) -> None:
    lines = documents(facts)["codebook.md"].splitlines()

    (row,) = (line for line in lines if line.startswith("| `mood`"))
    assert r"He said \"no\", and left; \\ \| \<b\>".replace(r"\"", '"') in row
    assert row.replace(r"\|", "").count("|") == 9


def test_the_readme_tells_rows_keys_codes_and_how_many_wanted_to_be_left_out(
    facts: PackageFacts,
) -> None:
    words = documents(facts)["README.md"]

    assert "dataset version 3, made on 2027-03-01 09:30 UTC by ESMpress 0.1.0" in words
    assert "(rows: 3, bytes: " in words
    assert "| `not_reached` | Not reached | -93 |" in words
    assert "are those of `balance`." in words
    assert "Participants who wanted their answers left out: 1." in words
    assert "$" not in words


def test_the_data_package_names_types_limits_values_and_keys(facts: PackageFacts) -> None:
    package = read_json(facts, "datapackage.json")

    prompts = package["resources"][0]
    fields = {field["name"]: field for field in prompts["schema"]["fields"]}
    assert prompts["schema"]["primaryKey"] == ["id", "obsno"]
    assert prompts["schema"]["foreignKeys"][0]["reference"]["resource"] == "participants"
    assert fields["mood"]["constraints"] == {"enum": [1, 2, 3]}
    assert fields["mood"]["enumLabels"]["3"] == " ".join(BROKEN.split())
    assert fields["stress"]["constraints"] == {"minimum": 0, "maximum": 100}
    assert fields["scheduled_utc"]["format"] == "%Y-%m-%dT%H:%M:%SZ"
    assert prompts["hash"] == f"sha256:{facts.files[0].sha256}"


def test_psych_ds_finds_every_column_of_every_data_file(facts: PackageFacts) -> None:
    described = read_json(facts, "dataset_description.json")

    assert described["@context"] == "https://schema.org/"
    assert described["@type"] == "Dataset"
    assert described["name"]
    assert described["description"]
    measured = {one["name"]: one for one in described["variableMeasured"]}
    assert {one.name for table in TABLES for one in table.columns} <= set(measured)
    assert {one["@type"] for one in measured.values()} == {"PropertyValue"}
    assert measured["balance"]["unitText"] == "PLN"
    assert "experience sampling method" in described["keywords"]


def test_openesm_is_told_of_every_column_of_prompts_and_of_participants(
    facts: PackageFacts,
) -> None:
    told = read_json(facts, "openesm.json")

    kinds = {one["name"]: one["variable_type"] for one in told["features"]}
    assert kinds["mood"] == "rating_scale"
    assert kinds["company"] == "categorical"
    assert kinds["scheduled_utc"] == "PosixCt"
    assert kinds["note"] == "character"
    assert {one["assessment_type"] for one in told["features"]} == {"ESM", "baseline"}
    assert (told["n_participants"], told["n_time_points"], told["n_beeps_per_day"]) == (2, 2, "2")


def test_cremas_has_everybody_and_each_participant(facts: PackageFacts) -> None:
    rows = list(csv.DictReader(io.StringIO(documents(facts)["cremas.csv"], newline="")))

    assert [row["id"] for row in rows] == ["all", "P0001", "P0002"]
    assert (rows[0]["planned"], rows[0]["valid"], rows[0]["compliance"]) == ("3", "1", "0.3333")
    assert (rows[1]["events"], rows[2]["compliance"]) == ("1", "")


def test_a_study_without_any_response_or_item_is_described_too(tmp_path: Path) -> None:
    empty = Table("prompts", "Prompts", "None.", PROMPTS.columns[:2], key=("id", "obsno"))

    facts = write_package(tmp_path, [empty], {"prompts": []})

    told = documents(replace(facts, steps=(), left_out=0))
    assert "Nobody wanted their answers left out." in told["README.md"]
    assert "(rows: 0, " in told["README.md"]


def test_two_hundred_items_are_all_described(tmp_path: Path) -> None:
    columns = [*PROMPTS.columns[:2], *(item(f"item_{number}", "number") for number in range(200))]
    many = Table("prompts", "Prompts", "Many.", tuple(columns), key=("id", "obsno"))

    facts = write_package(tmp_path, [many], {"prompts": [["P0001", 1, *range(200)]]})

    assert len(read_json(facts, "openesm.json")["features"]) == 202
    assert documents(facts)["codebook.md"].count("`item\\_") == 0
    assert documents(facts)["codebook.md"].count("| `item_") == 200
