"""Programs of others open the package of a simulated study, and make something of it."""

from __future__ import annotations

import csv
import json
import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.export.package.conftest import Written
from tests.export.package.simulated import HARD_TEXTS
from tests.export.package.strangers import HERE, PROOF, SCRIPTS, needs_proof, run

# The database is set up for whoever asks for one.
pytestmark = pytest.mark.django_db
VALIDATE = (PROOF, "-m", "frictionless", "validate", "datapackage.json")
needs_r = pytest.mark.skipif(not shutil.which("Rscript"), reason="R is not installed")


@pytest.fixture
def copy(written: Written, tmp_path: Path) -> Written:
    """A package that may be broken."""
    folder = shutil.copytree(written.folder, tmp_path / "copy")
    return Written(folder, written.tables, written.rows)


def column(written: Written, name: str) -> list[str]:
    place = [one.name for one in written.tables["prompts"].columns].index(name)
    return [row[place] for row in written.rows["prompts"]]


@needs_proof
def test_frictionless_finds_nothing_wrong(written: Written) -> None:
    printed = run(*VALIDATE, folder=written.folder)

    assert printed.count("VALID") == len(written.tables) + len(("cremas", "codebook"))
    assert "INVALID" not in printed


@needs_proof
@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        (",expired,", ",vanished,", "constraint"),
        ("\nevery-kind,P0001,", "\nevery-kind,P9999,", "foreign-key"),
        (",2027-01-11T09:00:00Z,", ",yesterday,", "type-error"),
        (",a_slider,", ",a_slyder,", "incorrect-label"),
    ],
)
def test_frictionless_finds_what_is_changed(copy: Written, old: str, new: str, error: str) -> None:
    path = copy.path("prompts")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(old, new), encoding="utf-8")

    printed = run(*VALIDATE, folder=copy.folder, succeeds=False)

    assert error in printed
    assert "hash-count" in printed


@needs_proof
def test_emacalc_reads_everybody_and_makes_an_analysis(written: Written, tmp_path: Path) -> None:
    shutil.copy(written.path("prompts"), tmp_path)

    printed = run(PROOF, SCRIPTS / "analyse.py", tmp_path, folder=tmp_path).splitlines()

    read = [line.split()[1:] for line in printed if line.startswith("read")]
    arms, people = column(written, "arm"), column(written, "id")
    given = Counter(
        one for one, rating in zip(people, column(written, "a_likert"), strict=True) if rating
    )
    arm_of = dict(zip(people, arms, strict=True))
    rows = Counter(people)
    expected = [[arm_of[one], one, str(rows[one]), str(given[one])] for one in rows]
    assert sorted(read, key=lambda one: one[1]) == expected
    assert "improved True" in printed


@pytest.mark.parametrize(
    "python", [HERE, pytest.param(PROOF, marks=needs_proof)], ids=["pandas-3", "pandas-2"]
)
@pytest.mark.parametrize("folder", ["", "code"], ids=["from-above", "from-beside"])
def test_the_notebook_reads_every_table_with_types_and_labels(
    written: Written, python: Path, folder: str
) -> None:
    words = (python, "-W", "error", SCRIPTS / "run_notebook.py")
    printed = run(*words, written.folder / "code/load.ipynb", folder=written.folder / folder)

    told = json.loads(printed.splitlines()[-1])
    assert {name: told["rows"][name] for name in written.rows} == {
        name: len(rows) for name, rows in written.rows.items()
    }
    assert told["levels"] == ["no", "yes"]
    assert (told["types"]["a_slider"], told["types"]["a_computed"]) == ("Int64", "Float64")
    assert "UTC" in told["types"]["scheduled_utc"]
    assert told["first"] == column(written, "scheduled_utc")[0].replace("T", " ")[:-1] + "+00:00"
    assert set(told["texts"]) >= set(HARD_TEXTS)


@needs_r
def test_r_reads_every_table_with_labels_and_reasons(written: Written) -> None:
    printed = run("Rscript", SCRIPTS / "load.R", folder=written.folder).splitlines()

    told = {line.split()[0]: line.split()[1:] for line in printed if line.strip()}
    sizes = [str(len(rows)) for rows in written.rows.values()]
    assert told["rows"][: len(sizes)] == sizes
    assert told["levels"] == ["no", "yes"]
    assert told["ordered"] == ["TRUE"]
    assert told["plain"] == [str(column(written, "a_yes_no").count("1"))] * 2
    assert told["label"] == ["text"]
    assert told["first"] == [*column(written, "scheduled_utc")[0][:-1].split("T"), "UTC"]
    assert told["formulas"] == ["1", "1"]
    declined = column(written, "a_number_missing").count("declined")
    reasons = dict(zip(printed[-2].split(), printed[-1].split(), strict=True))
    assert reasons["declined"] == str(declined)


def test_psych_ds_finds_every_header_described_and_every_file_named_its_way(
    written: Written,
) -> None:
    described = json.loads((written.folder / "dataset_description.json").read_text("utf-8"))
    measured = {one["name"] for one in described["variableMeasured"]}

    files = list((written.folder / "data").glob("*.csv"))
    assert len(files) == len(written.tables)
    for path in files:
        *keywords, suffix = path.stem.split("_")
        assert suffix == "data"
        assert [one.split("-")[0] for one in keywords] == ["study", "description"]
        assert all(one.split("-", 1)[1].isalnum() for one in keywords)
        with path.open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert set(header) <= measured
        assert {len(row) for row in rows} == {len(header)}
    assert (written.folder / "README.md").exists()
