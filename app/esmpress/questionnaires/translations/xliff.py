"""Texts for translators' programs as XLIFF 2.0, the standard they exchange texts by.

2.0 and not 1.2: a unit is named by the key itself, and the languages stand once in the head.
http://docs.oasis-open.org/xliff/xliff-core/v2.0/xliff-core-v2.0.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from esmpress.questionnaires.texts import PlacedText
from esmpress.questionnaires.translations.translation import (
    RefusedTranslations,
    Translated,
    TranslationFile,
    check_size,
)

_SPACE = "urn:oasis:names:tc:xliff:document:2.0"
_XML = "http://www.w3.org/XML/1998/namespace"
# What XML 1.0 cannot hold.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Marks around words, which programs put in for themselves.
_TRANSPARENT = ("mrk", "sm", "em")
_DEEPEST = 30


def written_as_xliff(
    texts: Iterable[PlacedText], *, source: str, target: str, questionnaire: str
) -> str:
    """The texts in two languages as an XLIFF document."""
    root = Element(
        "xliff", {"xmlns": _SPACE, "version": "2.0", "srcLang": source, "trgLang": target}
    )
    file = SubElement(root, "file", {"id": questionnaire, "xml:space": "preserve"})
    for text in texts:
        unit = SubElement(file, "unit", {"id": text.key})
        notes = SubElement(unit, "notes")
        SubElement(notes, "note", {"category": "place"}).text = text.place
        translated = text.texts.get(target, "")
        state = "translated" if translated else "initial"
        segment = SubElement(unit, "segment", {"state": state})
        SubElement(segment, "source").text = _writable(text.texts.get(source, ""))
        if translated:
            SubElement(segment, "target").text = _writable(translated)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def read_xliff(content: bytes) -> TranslationFile:
    """The translated texts of a document; entities are refused, nothing is fetched.

    Raises RefusedTranslations.
    """
    check_size(content)
    try:
        root: Element = fromstring(content, forbid_dtd=True)
    except DefusedXmlException as error:
        raise RefusedTranslations(
            ["The file declares a document type or entities, which no XLIFF needs."]
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise RefusedTranslations([f"The file is no XML that can be read: {error}."]) from error
    if root.tag != f"{{{_SPACE}}}xliff":
        raise RefusedTranslations(["The file is no XLIFF 2.0 document."])
    source, target = root.get("srcLang", ""), root.get("trgLang", "")
    if not source or not target:
        raise RefusedTranslations(["xliff: srcLang and trgLang must name the two languages."])
    return TranslationFile(source, tuple(_texts(root, target)))


def _texts(root: Element, target: str) -> Iterator[Translated]:
    for unit in root.iter(f"{{{_SPACE}}}unit"):
        key = unit.get("id", "")
        at = f"unit {key[:80]}"
        text = _joined(unit, "target", at)
        if text is not None and text.strip():
            yield Translated(key, target, text.strip(), at, _joined(unit, "source", at))


def _joined(unit: Element, part: str, at: str) -> str | None:
    """The words of all segments; None unless every segment has some."""
    words: list[str] = []
    for segment in unit:
        name = segment.tag.removeprefix(f"{{{_SPACE}}}")
        if name not in ("segment", "ignorable"):
            continue
        found = segment.find(f"{{{_SPACE}}}{part}")
        if found is None and name == "ignorable":
            found = segment.find(f"{{{_SPACE}}}source")
        if found is None:
            return None
        words.append(_words(found, at))
    return "".join(words) if words else None


def _words(element: Element, at: str, depth: int = 0) -> str:
    words = [element.text or ""]
    for inner in element:
        name = inner.tag.removeprefix(f"{{{_SPACE}}}")
        if name not in _TRANSPARENT or depth > _DEEPEST:
            raise RefusedTranslations(
                [f"{at}: <{name[:40]}> is no part of a text; write what it stands for."]
            )
        words += [_words(inner, at, depth + 1), inner.tail or ""]
    return "".join(words)


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
