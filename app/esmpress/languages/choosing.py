"""Which language to speak to whom."""

from __future__ import annotations

from esmpress.languages import FALLBACK, LANGUAGES, Language


def language_choices() -> list[tuple[str, str]]:
    """The codes and own names of all languages, as fields and forms offer them."""
    return [(one.code, one.name) for one in LANGUAGES.values()]


def language_of(code: str) -> Language:
    """The language of a code, English where there is no file for it."""
    return LANGUAGES.get(code, FALLBACK)


def name_in_english(code: str) -> str:
    """What researchers call a language; its code where there is no file for it."""
    return LANGUAGES[code].english_name if code in LANGUAGES else code


def accepted_language(header: str) -> Language:
    """The first language of an Accept-Language header there is a file for, else English."""
    for tag in sorted(header.split(","), key=_weight, reverse=True):
        code = tag.partition(";")[0].strip()
        for known in (code, code.partition("-")[0].lower()):
            if known in LANGUAGES:
                return LANGUAGES[known]
    return FALLBACK


def _weight(tag: str) -> float:
    """How much a language is wanted; nothing said is the most."""
    _, sign, weight = tag.partition(";q=")
    try:
        return float(weight) if sign else 1.0
    except ValueError:
        return 0.0
