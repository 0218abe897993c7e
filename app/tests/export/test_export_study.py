from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.export.reading import export_of
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
APP = Path(__file__).resolve().parents[2]


def test_the_command_prints_the_table() -> None:
    study = make_prompt().participant.study
    printed = StringIO(newline="")

    call_command("export_study", study.slug, stdout=printed)

    assert printed.getvalue() == export_of(study).decode()


def test_the_command_writes_the_table_to_a_file(tmp_path: Path) -> None:
    study = make_prompt().participant.study

    call_command("export_study", study.slug, output=tmp_path / "data.csv")

    written = (tmp_path / "data.csv").read_bytes()
    assert written == export_of(study)


def test_an_unknown_slug_is_refused_with_the_slugs_there_are() -> None:
    make_study(slug="affect")

    with pytest.raises(CommandError) as refused:
        call_command("export_study", "effect")

    assert str(refused.value) == "There is no study “effect”. Studies: affect."
    assert refused.value.returncode == 1


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    study = make_study()

    with pytest.raises(CommandError, match=r"Cannot write .*: No such file or directory\."):
        call_command("export_study", study.slug, output=tmp_path / "missing" / "data.csv")


def run_manage(shell_line: str) -> subprocess.CompletedProcess[str]:
    """The command as a shell runs it, on the test database."""
    settings = connection.settings_dict
    user = f"{settings['USER']}:{settings['PASSWORD']}"
    url = f"postgres://{user}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"
    return subprocess.run(
        [
            "bash",
            "-o",
            "pipefail",
            "-c",
            shell_line.replace("MANAGE", f"{sys.executable} manage.py"),
        ],
        cwd=APP,
        env=os.environ | {"DATABASE_URL": url, "LANG": "C"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.django_db(transaction=True)
def test_a_reader_that_stops_early_sees_no_traceback() -> None:
    participant = make_participant(make_study(slug="affect"))
    for beep in range(600):  # more than a pipe holds
        make_prompt(participant, beep=beep)

    ended = run_manage("MANAGE export_study affect | head -c 100")

    assert ended.stdout.startswith("study,id,")
    assert ended.stderr == ""


@pytest.mark.django_db(transaction=True)
def test_an_unknown_slug_ends_with_status_1_and_one_sentence() -> None:
    ended = run_manage("MANAGE export_study nowhere")

    assert ended.returncode == 1
    assert ended.stderr.strip().endswith("There is no study “nowhere”. Studies: none yet.")
    assert "Traceback" not in ended.stderr
