"""Language files: found by their names, and refused with the file and the key."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from esmpress.languages import LANGUAGES, FaultyLanguage, read_languages
from esmpress.languages.reading import FOLDER

ENGLISH = json.loads((FOLDER / "en.json").read_text(encoding="utf-8"))


def write(folder: Path, name: str, content: dict[str, Any]) -> None:
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def test_the_platform_speaks_the_languages_there_are_files_for() -> None:
    files = sorted(path.stem for path in FOLDER.glob("*.json"))

    assert [(one.code, one.name) for one in LANGUAGES.values()] == settings.LANGUAGES
    assert sorted(LANGUAGES) == files
    assert {"en", "pl", "de"} <= set(files)


def test_a_new_file_is_a_new_language_and_english_stays_first(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    for code in ("cs", "xx"):
        write(tmp_path, f"{code}.json", ENGLISH | {"code": code, "name": code.title()})

    found = read_languages(tmp_path)

    assert list(found) == ["en", *sorted({*LANGUAGES, "cs", "xx"} - {"en"})]
    assert found["xx"].name == "Xx"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"mail": {}}, "xx.json: mail.frame: Field required; mail.closing_time: Field required"),
        ({"direction": "down"}, "xx.json: direction: Input should be 'ltr' or 'rtl'"),
        ({"nmae": "X"}, "xx.json: nmae: Extra inputs are not permitted"),
        ({"name": ""}, "xx.json: name: String should have at least 1 character"),
        ({"code": "en"}, "xx.json: code: is 'en', unlike the file's name"),
    ],
)
def test_a_faulty_file_is_refused_by_name_and_key(
    tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    write(tmp_path, "xx.json", ENGLISH | {"code": "xx"} | change)

    with pytest.raises(FaultyLanguage) as refused:
        read_languages(tmp_path)

    assert str(refused.value).startswith(sentence)


def test_a_file_that_is_no_json_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "xx.json").write_text('{"code": "xx",', encoding="utf-8")

    with pytest.raises(FaultyLanguage, match=r"^xx\.json: .*Invalid JSON"):
        read_languages(tmp_path)
