"""Whether translations can be taken: every fault is named with its place, or none is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.reading import placeholders
from esmpress.questionnaires.rich_texts.text_error import TextError
from esmpress.questionnaires.texts import PlacedText
from esmpress.questionnaires.translations.translation import (
    RefusedTranslations,
    Translated,
    TranslationFile,
)


def check_translations(
    texts: Iterable[PlacedText], file: TranslationFile, *, languages: Collection[str]
) -> list[Translated]:
    """The translations that change anything; raises RefusedTranslations if any is faulty.

    `languages` are those this server has.
    """
    known = {text.key: text for text in texts}
    faults = [
        *_language_faults(file, languages),
        *_repeated(file.texts),
        *(fault for one in file.texts for fault in _faults(one, known, file.source_language)),
    ]
    if faults:
        raise RefusedTranslations(faults)
    return [one for one in file.texts if not _is_there(one, known[one.key])]


def _is_there(one: Translated, placed: PlacedText) -> bool:
    return _lines(placed.texts.get(one.language, "")) == _lines(one.text)


def _lines(text: str) -> str:
    """The text whatever its lines end with: programs write what is usual for them."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def outdated(texts: Iterable[PlacedText], file: TranslationFile) -> list[str]:
    """The places whose text was changed after the file was written: they need another look."""
    known = {text.key: text for text in texts}
    places = [
        known[one.key].place
        for one in file.texts
        if one.source is not None
        and _plain(one.source) != _plain(known[one.key].texts.get(file.source_language, ""))
    ]
    return list(dict.fromkeys(places))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _language_faults(file: TranslationFile, languages: Collection[str]) -> Iterator[str]:
    listed = ", ".join(sorted(languages))
    if file.source_language not in languages:
        yield f"“{file.source_language[:20]}” is no language of this server; it has {listed}."
    for language in sorted({one.language for one in file.texts}):
        if language not in languages:
            yield f"“{language[:20]}” is no language of this server; it has {listed}."
        elif language == file.source_language:
            yield f"{language}: what is translated from is changed in the questionnaire itself."


def _repeated(texts: Iterable[Translated]) -> Iterator[str]:
    seen: dict[tuple[str, str], Translated] = {}
    for one in texts:
        first = seen.setdefault((one.key, one.language), one)
        if first.text != one.text:
            yield f"{one.at}, {one.language}: {first.at} has another text for {one.key}."


def _faults(one: Translated, known: dict[str, PlacedText], source: str) -> Iterator[str]:
    if one.key not in known:
        yield f"{one.at}: there is no text “{one.key[:80]}” in the draft."
        return
    placed = known[one.key]
    where = f"{one.at} ({placed.place}), {one.language}"
    try:
        written = set(placeholders(parse(one.text, placed.allowed)))
    except TextError as error:
        yield f"{where}: {error.sentence}."
        return
    try:
        wanted = set(placeholders(parse(placed.texts.get(source, ""), placed.allowed)))
    except TextError as error:
        yield f"{where}: the text in {source} has to be mended first: {error.sentence}."
        return
    for missing in sorted(wanted - written):
        yield f"{where}: {{{missing}}} is missing; placeholders stay as they are."
    for strange in sorted(written - wanted):
        yield f"{where}: {{{strange}}} is not in the text in {source}."
