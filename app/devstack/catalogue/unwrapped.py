"""Words in templates that no tag translates."""

from __future__ import annotations

import re

_TRANSLATED = re.compile(r"\{% (blocktranslate|comment)\b.*?\{% end\1 %\}|\{#.*?#\}", re.DOTALL)
_PROGRAMS = re.compile(r"<(script|style|code|pre)\b.*?</\1>", re.DOTALL)
# Their text is the name of a picture.
_ICONS = re.compile(r"<span[^>]*material-symbols[^>]*>.*?</span>", re.DOTALL)
_TEMPLATING = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_ATTRIBUTE = re.compile(r"\s(?:aria-label|title|placeholder|alt)=\"([^\"]*)\"")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"[A-Za-z]{2,}")
_NAMES = {"ESMpress", "CSV", "HTML"}


def words_without_translation(source: str) -> list[str]:
    """The texts of a template that would be English in every language."""
    bare = _TEMPLATING.sub("", _ICONS.sub("", _PROGRAMS.sub("", _TRANSLATED.sub("", source))))
    texts = [*_ATTRIBUTE.findall(bare), *_TAG.split(bare)]
    return [text.strip() for text in texts if set(_WORD.findall(text)) - _NAMES]
