from __future__ import annotations

from pathlib import Path

from esmpress.management.commands.export_schemas import FOLDER, schema_files
from tests.management.running import run_bare


def test_the_published_files_are_current() -> None:
    published = {path.name: path.read_text("utf-8") for path in FOLDER.glob("*.json")}

    assert published == schema_files(), "run make schemas"


def test_written_schemas_are_current(tmp_path: Path) -> None:
    wrote = run_bare("export_schemas", "--write", "--folder", str(tmp_path))

    checked = run_bare("export_schemas", "--check", "--folder", str(tmp_path))

    assert (wrote.returncode, checked.returncode, checked.stderr) == (0, 0, "")
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == schema_files()


def test_a_stale_schema_is_named_and_left_alone(tmp_path: Path) -> None:
    run_bare("export_schemas", "--write", "--folder", str(tmp_path))
    stale = tmp_path / "study.schema.json"
    stale.write_text("{}")

    checked = run_bare("export_schemas", "--check", "--folder", str(tmp_path))

    assert checked.returncode == 2
    assert checked.stderr == "study.schema.json: not what the models say; run make schemas.\n"
    assert stale.read_text() == "{}"
