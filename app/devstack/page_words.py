"""`python -m devstack.page_words [--check]`: the words of the participant's page, for its build.

Each language of the back end becomes one file of the front end, which has the part the page needs.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path

from devstack.layout import FRONTEND_DIR
from esmpress.languages import LANGUAGES, Language

FOLDER = FRONTEND_DIR / "src" / "i18n" / "words"
_PARTS = {"code", "name", "direction", "page"}


def page_files(languages: Iterable[Language]) -> dict[str, str]:
    """The content of each file by its name."""
    parts = {f"{one.code}.json": one.model_dump(include=_PARTS) for one in languages}
    return {
        name: json.dumps(part, ensure_ascii=False, indent=2) + "\n" for name, part in parts.items()
    }


def write_page_files(folder: Path, languages: Iterable[Language]) -> None:
    """Make the folder hold these languages and no other."""
    files = page_files(languages)
    folder.mkdir(exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")


def differing_files(folder: Path, languages: Iterable[Language]) -> list[str]:
    """The names of the files that are missing, stale or too many."""
    files = page_files(languages)
    there = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.json")}
    names = sorted(files.keys() | there.keys())
    return [name for name in names if files.get(name) != there.get(name)]


def main(arguments: list[str]) -> int:
    """Write the files, or with --check say which differ; the exit status."""
    if arguments != ["--check"]:
        write_page_files(FOLDER, LANGUAGES.values())
        return 0
    differing = differing_files(FOLDER, LANGUAGES.values())
    if differing:
        print(f"Run `make languages`, for these differ: {', '.join(differing)}", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
