"""Words by which the lint reads questions and scales, in each language it knows."""

from __future__ import annotations

import re

# What joins two asks in one question.
JOINERS = {
    "en": re.compile(r"\b(and|or)\b"),
    "pl": re.compile(r"\b(i|oraz|lub|albo|a także)\b"),
}
# Where the asking begins: what stands before sets the scene.
_ASKING = {
    "en": re.compile(
        r"\b(how|what|which|who|whom|where|when|why|do|does|did|are|is|was|were|have|has|had|"
        r"can|could|would|will|i)\b"
    ),
    "pl": re.compile(
        r"\b(jak|jaki|jaka|jakie|co|czego|kto|kogo|kim|gdzie|kiedy|dlaczego|czy|ile|na ile|"
        r"w jakim stopniu|który|która|które)\b"
    ),
}
# What looks like two and is one.
_FIXED = {
    "en": (
        r"between [^,?]+? and|\b\w+ or (more|less|fewer|so|not)|more or less|now and then|"
        r"(?:one|two|three|four|\d+) (?:or|and) (?:two|three|four|\d+)|yes (?:or|and) no|and so on|"
        r"hours and minutes|pros and cons|again and again|over and over|and then|up and down|"
        r"back and forth|friends and family|family and friends|or something|or anything"
    ),
    "pl": (
        r"mniej lub bardziej|(?:tak|nie) (?:lub|albo|i) (?:tak|nie)|\d+ (?:lub|albo|i) \w+|"
        r"\w+ (?:lub|albo) (?:więcej|mniej|nie)|godzin\w* i minut\w*|i tak dalej|itd|raz i drugi|"
        r"rodzin\w* i przyjaci\w*|od czasu do czasu"
    ),
}
_BRACKETS = re.compile(r"\([^)]*\)|\{[^}]*\}|\[[^\]]*\]")
_SENTENCES = re.compile(r"(?<=[.!?:])\s+")
# Two asks need a word on either side of what joins them.
_WORD = re.compile(r"\w\w+")
_STEM = 3

# The ends of scales, by their first words: what most people take for the good or the strong end.
_POSITIVE = {
    "en": r"(completely |totally |fully |strongly |very |extremely )?(agree|good|happy|satisfied|"
    r"often|much|true|likely|always|excellent|well|pleasant|yes)\b",
    "pl": r"(całkowicie |zdecydowanie |w pełni |bardzo )?(zgadzam|tak|dobr|często|zawsze|szczęśliw|"
    r"zadowolon|dużo|prawdziw|prawdopodobn|przyjemn|doskonal|świetn)",
}
_NEGATIVE = {
    "en": r"(completely |totally |strongly |very |extremely )?(disagree|not|never|bad|unhappy|"
    r"dissatisfied|rarely|untrue|unlikely|poor|unpleasant|no|none|nothing)\b",
    "pl": r"(całkowicie |zdecydowanie |bardzo )?(nie\b|nie |nigdy|źle|zły|wcale|rzadko|"
    r"niezadowolon|nieszczęśliw|nieprzyjemn|słab|ani trochę|w ogóle)",
}


def joins_two_asks(text: str, language: str) -> str:
    """The word by which a question may ask two things at once; empty where none seems to.

    A guess: it looks behind the first word that asks, leaves out brackets and what is known to be
    one thing, and wants a word on either side. A language without words here is not looked at.
    """
    if language not in JOINERS:
        return ""
    plain = _BRACKETS.sub(" ", text.lower())
    asked = [one for one in _SENTENCES.split(plain) if "?" in one] or _SENTENCES.split(plain)[-1:]
    for sentence in asked:
        begins = _ASKING[language].search(sentence)
        rest = re.sub(_FIXED[language], " ", sentence[begins.end() :] if begins else sentence)
        for found in JOINERS[language].finditer(rest):
            before = _WORD.findall(rest[: found.start()])
            after = _WORD.findall(rest[found.end() :])
            # Two forms of one word are for two genders: byłaś lub byłeś.
            if before and after and before[-1][:_STEM] != after[0][:_STEM]:
                return found[0]
    return ""


def begins_with_good_end(first: dict[str, str], last: dict[str, str]) -> bool | None:
    """Whether a scale has its good or strong end first; None where the words do not tell."""
    for language in first.keys() & last.keys() & _POSITIVE.keys():
        one, other = first[language].lower(), last[language].lower()
        if _is(_POSITIVE, language, one) and _is(_NEGATIVE, language, other):
            return True
        if _is(_NEGATIVE, language, one) and _is(_POSITIVE, language, other):
            return False
    return None


def _is(words: dict[str, str], language: str, label: str) -> bool:
    """Whether a label begins with such words; those that negate come first."""
    if words is _POSITIVE and re.match(_NEGATIVE[language], label):
        return False
    return bool(re.match(words[language], label))
