"""Refuses what other Markdown knows and texts of questionnaires do not: HTML, code, tables."""

from __future__ import annotations

import re
from html.entities import html5

from esmpress.questionnaires.rich_texts.masking import Masked

_HTML = re.compile(r"<[A-Za-z/!?][^>\n]{0,60}>?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8};|#[xX][0-9a-fA-F]{1,8};|[A-Za-z][A-Za-z0-9]{1,40};)")
_CODE = re.compile(r"```+|^[ \t]*~~~+|`[^`\n]+`", re.MULTILINE)
# What stands between the head of a table and its rows, if both | and - are in it.
_DIVIDER = re.compile(r"^[ \t|:-]+$", re.MULTILINE)
# Controls, halves of surrogate pairs, and the plane that masks are made of.
_UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\U000f0000-\U000fffff]")


def refuse_unshown(text: str) -> None:
    """Raise TextError if a character cannot be shown or stored."""
    if found := _UNSHOWN.search(text):
        sentence = f"A character that cannot be shown is not allowed: U+{ord(found[0]):04X}"
        raise Masked(text, ()).error(sentence, text.count("\n", 0, found.start()) + 1)


def refuse_foreign(masked: Masked) -> None:
    """Raise TextError if there is HTML, code or a table."""
    if found := _HTML.search(masked.text):
        _refuse(masked, "HTML is not allowed", found)
    if found := _CODE.search(masked.text):
        _refuse(masked, "Code is not allowed", found)
    for found in _DIVIDER.finditer(masked.text):
        if "|" in found[0] and "-" in found[0]:
            _refuse(masked, "Tables are not allowed", found)
    for found in _ENTITY.finditer(masked.text):
        if found[0].startswith("&#") or found[0][1:] in html5:
            _refuse(masked, "HTML is not allowed, write the character itself", found)


def _refuse(masked: Masked, sentence: str, found: re.Match[str]) -> None:
    line = masked.text.count("\n", 0, found.start()) + 1
    raise masked.error(f"{sentence}: {masked.shown(found[0].strip())}", line)
