"""A package to be shared: no date of anybody is in it, and what analyses need of dates is."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from arro3.io import read_parquet
from django.core.management import CommandError, call_command

from esmpress.export.package.shifted import shifted
from esmpress.export.package.to_disk import package_to_disk
from esmpress.export.shifting import shift_key, shift_of
from esmpress.responses.intake import submit
from esmpress.studies.models import Study
from tests.delivery.builders import make_notification
from tests.factories import ANSWERS, make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 2, 1, tzinfo=UTC)
# What the study and its files are made on, which is not about participants.
OF_STUDY = ("confirmed",)


@pytest.fixture
def study(now: datetime) -> Study:
    """Two people in two arms, asked and answering on days that all stand in their rows."""
    study = make_study(slug="affect", arms={"app": 1, "control": 1})
    for day in (1, 2):
        participant = make_participant(study, start_date=date(2027, 1, 11))
        prompt, _ = make_sent_prompt(participant, scheduled_at=now + timedelta(days=day - 1))
        make_notification(prompt)
        submit(prompt, ANSWERS, language="en", now=prompt.scheduled_at + timedelta(minutes=5))
    make_prompt(participant, scheduled_at=now + timedelta(days=3), study_day=4)
    return study


def tables(folder: Path) -> dict[str, list[dict[str, str]]]:
    return {
        path.name.split("description-")[1].split("_")[0]: list(
            csv.DictReader(io.StringIO(path.read_text(), newline=""))
        )
        for path in sorted((folder / "data").glob("*.csv"))
    }


def moved(cell: str, code: str, key: bytes) -> str:
    """What the cell of a participant's instant or date has to become."""
    ending = "Z" if cell.endswith("Z") else ""
    instant = datetime.fromisoformat(cell.removesuffix("Z")) + shift_of(code, key)
    return instant.isoformat()[: len(cell) - len(ending)] + ending


def is_moment(column: str, cell: str) -> bool:
    of_study = column.startswith(OF_STUDY)
    return bool(cell) and not of_study and column.endswith(("_utc", "_local", "_date"))


def test_all_dates_of_all_tables_are_moved_by_the_weeks_of_their_participant(
    study: Study, tmp_path: Path
) -> None:
    package_to_disk(study, tmp_path / "own", now=NOW)
    package_to_disk(study, tmp_path / "shared", now=NOW, sharing=shifted(study))

    own, shared, key = tables(tmp_path / "own"), tables(tmp_path / "shared"), shift_key(study)
    expected = {
        name: [
            {
                column: moved(cell, row["id"], key) if is_moment(column, cell) else cell
                for column, cell in row.items()
            }
            for row in rows
        ]
        for name, rows in own.items()
    }
    assert shared == expected
    assert (
        sum(is_moment(column, cell) for row in own["prompts"] for column, cell in row.items()) > 12
    )


def test_no_day_as_it_was_stands_in_any_file(study: Study, tmp_path: Path) -> None:
    package_to_disk(study, tmp_path / "shared", now=NOW, sharing=shifted(study))

    days = [f"2027-01-{day}" for day in range(10, 16)]
    texts = {
        path.relative_to(tmp_path).as_posix(): path.read_bytes().decode(errors="ignore")
        for path in (tmp_path / "shared").rglob("*")
        if path.is_file() and path.suffix != ".parquet" and "schedules" not in path.name
    }
    assert [name for name, text in texts.items() if any(day in text for day in days)] == []
    assert "moved back by whole weeks" in texts["shared/README.md"]
    assert "shared/design/seeds.csv" not in texts


def test_parquet_holds_the_same_instants_as_csv(study: Study, tmp_path: Path) -> None:
    package_to_disk(study, tmp_path / "shared", now=NOW, sharing=shifted(study))

    [path] = (tmp_path / "shared" / "data").glob("*prompts*.parquet")
    cells = read_parquet(path).read_all()["scheduled_local"].to_pylist()
    written = [row["scheduled_local"] for row in tables(tmp_path / "shared")["prompts"]]
    assert [
        cell.as_py().isoformat() if hasattr(cell, "as_py") else cell.isoformat() for cell in cells
    ] == written


def test_a_package_that_was_cut_short_is_not_gone_on_with_as_another(
    study: Study, tmp_path: Path
) -> None:
    class Stopped(Exception):
        """As if the process had ended."""

    def stop(done: int, total: int | None) -> None:
        if total and done > total / 2:
            raise Stopped

    with pytest.raises(Stopped):
        package_to_disk(study, tmp_path / "affect", now=NOW, progress=stop)
    package_to_disk(study, tmp_path / "affect", now=NOW, sharing=shifted(study))

    assert "2027-01" not in str(tables(tmp_path / "affect")["prompts"])


def test_who_joins_while_it_is_made_is_moved_as_well(study: Study, tmp_path: Path) -> None:
    early = shifted(study)
    make_prompt(make_participant(study))

    package_to_disk(study, tmp_path / "shared", now=NOW, sharing=early)

    [late] = [row for row in tables(tmp_path / "shared")["prompts"] if row["id"] == "P0003"]
    weeks = shift_of("P0003", shift_key(study))
    assert late["scheduled_local"] == (datetime(2027, 1, 11, 10) + weeks).isoformat()  # noqa: DTZ001


def test_the_command_writes_it_and_refuses_it_for_a_single_table(
    study: Study, tmp_path: Path
) -> None:
    call_command(
        "export_study", "affect", format="package", output=tmp_path / "out", shift_dates=True
    )

    with pytest.raises(CommandError, match="is for packages"):
        call_command("export_study", "affect", shift_dates=True)

    assert "2027-01" not in str(tables(tmp_path / "out")["prompts"])
