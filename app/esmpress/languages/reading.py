"""Reads the files of a folder of languages."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from esmpress.languages.words import Language

FOLDER = Path(__file__).parent
_FIRST = "en"


class FaultyLanguage(ValueError):
    """A language file that cannot be used; the sentence names the file and the key."""


def read_languages(folder: Path) -> dict[str, Language]:
    """The languages of a folder by code: English first, the others by their codes."""
    languages = [_read(path) for path in folder.glob("*.json")]
    languages.sort(key=lambda one: (one.code != _FIRST, one.code))
    return {one.code: one for one in languages}


def _read(path: Path) -> Language:
    """The language in a file named after its code; raises FaultyLanguage."""
    try:
        language = Language.model_validate_json(path.read_bytes())
    except ValidationError as error:
        faults = "; ".join(_told(*one["loc"], message=one["msg"]) for one in error.errors())
        raise FaultyLanguage(f"{path.name}: {faults}") from None
    if language.code != path.stem:
        raise FaultyLanguage(f"{path.name}: code: is {language.code!r}, unlike the file's name")
    return language


def _told(*place: int | str, message: str) -> str:
    return f"{'.'.join(map(str, place))}: {message}"
