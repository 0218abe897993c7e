"""A language more is one file: no line of code, and no migration."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from devstack.layout import APP_DIR
from devstack.page_words import differing_files, write_page_files
from devstack.steps import PLACEHOLDERS
from esmpress.languages import read_languages
from esmpress.languages.reading import FOLDER


def add_language(folder: Path) -> None:
    """English under another code."""
    english = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))
    content = english | {"code": "xx", "name": "Xx", "direction": "rtl"}
    (folder / "xx.json").write_text(json.dumps(content), encoding="utf-8")


def manage(app: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=app,
        env={**PLACEHOLDERS, "PATH": os.environ["PATH"], "LOG_LEVEL": "CRITICAL"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_file_more_is_a_language_of_the_platform_without_a_migration(tmp_path: Path) -> None:
    shutil.copytree(APP_DIR / "esmpress", tmp_path / "esmpress")
    shutil.copy(APP_DIR / "manage.py", tmp_path)
    add_language(tmp_path / "esmpress" / "languages")

    offered = "from django.conf import settings; print(settings.LANGUAGES)"
    shell = manage(tmp_path, "shell", "--command", offered)
    migrations = manage(tmp_path, "makemigrations", "--check", "--dry-run")

    assert "('xx', 'Xx')" in shell.stdout, shell.stderr
    assert "No changes detected" in migrations.stdout, migrations.stderr
    assert migrations.returncode == 0


def test_a_file_more_is_a_language_of_the_page(tmp_path: Path) -> None:
    languages, page = tmp_path / "languages", tmp_path / "words"
    shutil.copytree(FOLDER, languages)
    add_language(languages)

    write_page_files(page, read_languages(languages).values())

    written = json.loads((page / "xx.json").read_text(encoding="utf-8"))
    assert written.keys() == {"code", "name", "direction", "page"}
    assert (written["code"], written["direction"]) == ("xx", "rtl")
    assert differing_files(page, read_languages(languages).values()) == []


def test_files_that_are_stale_missing_or_too_many_are_told_and_made_anew(tmp_path: Path) -> None:
    languages = read_languages(FOLDER)
    write_page_files(tmp_path, languages.values())
    (tmp_path / "en.json").write_text("{}\n", encoding="utf-8")
    (tmp_path / "pl.json").unlink()
    (tmp_path / "zz.json").touch()

    differing = differing_files(tmp_path, languages.values())
    write_page_files(tmp_path, languages.values())

    assert differing == ["en.json", "pl.json", "zz.json"]
    assert differing_files(tmp_path, languages.values()) == []
