"""A package is whole, the same again for the same data, and gone on with after a crash."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from arro3.io import read_parquet

from esmpress.export.models import DatasetVersion
from esmpress.export.package.folder import STATE
from esmpress.export.package.to_disk import TakenOut, package_to_disk
from esmpress.export.package.writing import CHECKSUMS
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.responses.intake import submit
from esmpress.studies.models import Study
from tests.factories import ANSWERS, make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, tzinfo=UTC)
PROMPTS = "data/study-affect_description-prompts_data"


@pytest.fixture
def study(now: datetime) -> Study:
    """Somebody answered with a formula."""
    study = make_study(slug="affect")
    prompt, _ = make_sent_prompt(make_participant(study))
    submit(prompt, ANSWERS | {"note": "=1+1 🙂"}, language="en", now=now)
    return study


class Stopped(Exception):
    """As if the process had ended."""


def test_every_file_of_a_zip_has_its_checksum(study: Study, tmp_path: Path) -> None:
    package_to_disk(study, tmp_path / "affect.zip", now=NOW)

    with zipfile.ZipFile(tmp_path / "affect.zip") as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    told = dict(line.split("  ")[::-1] for line in files.pop(CHECKSUMS).decode().splitlines())
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"README.md", "datapackage.json", "design/study.json", f"{PROMPTS}.csv"} <= files.keys()
    assert "spss/prompts.sav" in files
    assert [path.name for path in tmp_path.iterdir()] == ["affect.zip"]


def test_csv_is_guarded_and_parquet_is_as_it_was_typed(study: Study, tmp_path: Path) -> None:
    package_to_disk(study, tmp_path / "affect", now=NOW)

    [row] = csv.DictReader(io.StringIO((tmp_path / "affect" / f"{PROMPTS}.csv").read_text()))
    table = read_parquet(tmp_path / "affect" / f"{PROMPTS}.parquet").read_all()
    assert row["note"] == "'=1+1 🙂"
    assert table["note"].to_pylist() == ["=1+1 🙂"]
    assert table["stress"].to_pylist() == [63]


def test_the_same_data_have_the_same_number_and_changed_ones_the_next(
    study: Study, tmp_path: Path
) -> None:
    first = package_to_disk(study, tmp_path / "1", now=NOW)
    again = package_to_disk(study, tmp_path / "2.zip", now=NOW)
    make_prompt(study.participants.get())
    changed = package_to_disk(study, tmp_path / "3", now=NOW)

    numbers = [one.dataset_version for one in (first, again, changed)]
    assert numbers == [1, 1, 2]
    assert DatasetVersion.objects.count() == 2
    described = json.loads((tmp_path / "3" / "datapackage.json").read_text())
    assert str(described["version"]).startswith("2")


def break_off(study: Study, output: Path, *, after: int) -> None:
    """A run that ends after so many steps."""
    steps = iter(range(after))

    def stop(done: int, total: int | None = None) -> None:
        if next(steps, None) is None:
            raise Stopped

    with pytest.raises(Stopped):
        package_to_disk(study, output, now=NOW, progress=stop)


def test_a_folder_cut_short_is_gone_on_with_while_the_data_are_the_same(
    study: Study, tmp_path: Path
) -> None:
    break_off(study, tmp_path / "affect", after=5)
    half = tmp_path / "affect.partial" / f"{PROMPTS}.csv"
    written_at = half.stat().st_mtime_ns

    package_to_disk(study, tmp_path / "affect", now=NOW)

    assert (tmp_path / "affect" / f"{PROMPTS}.csv").stat().st_mtime_ns == written_at
    assert not (tmp_path / "affect" / STATE).exists()
    assert [path.name for path in tmp_path.iterdir()] == ["affect"]


def test_a_folder_cut_short_is_begun_anew_when_the_data_have_changed(
    study: Study, tmp_path: Path
) -> None:
    break_off(study, tmp_path / "affect", after=5)
    Prompt.objects.update(status_reason="late")

    package_to_disk(study, tmp_path / "affect", now=NOW)

    [row] = csv.DictReader(io.StringIO((tmp_path / "affect" / f"{PROMPTS}.csv").read_text()))
    assert row["status_reason"] == "late"


def test_a_zip_cut_short_leaves_nothing(study: Study, tmp_path: Path) -> None:
    break_off(study, tmp_path / "affect.zip", after=5)

    assert list(tmp_path.iterdir()) == []


def test_nothing_is_kept_when_somebody_had_their_answers_taken_out(
    study: Study, tmp_path: Path
) -> None:
    def take_out(done: int, total: int | None = None) -> None:
        Participant.objects.update(status="withdrawn", withdrawn_at=NOW, withdrawal_level="exclude")

    for name in ("affect", "affect.zip"):
        Participant.objects.update(status="enrolled", withdrawn_at=None, withdrawal_level="")
        with pytest.raises(TakenOut):
            package_to_disk(study, tmp_path / name, now=NOW, progress=take_out)

    assert list(tmp_path.iterdir()) == []


def test_the_seed_is_told_once_the_study_has_ended(study: Study, tmp_path: Path) -> None:
    Study.objects.update(seed="ab" * 16)
    package_to_disk(Study.objects.get(), tmp_path / "running", now=NOW)
    Study.objects.update(ended_at=NOW)
    package_to_disk(Study.objects.get(), tmp_path / "over", now=NOW)

    told = {}
    for name in ("running", "over"):
        files = (path for path in (tmp_path / name).rglob("*") if path.is_file())
        told[name] = any(b"abab" in path.read_bytes() for path in files)
    assert told == {"running": False, "over": True}
