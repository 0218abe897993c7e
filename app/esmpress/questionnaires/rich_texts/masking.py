"""Takes placeholders and escaped characters out of a text before its markup is read.

Each becomes one character of a plane nobody writes with, so that no rule of the markup sees what
stands inside: `{a * b * c}` is not italic, and `{a < b}` is no HTML.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from esmpress.questionnaires.rich_texts.text_error import TextError

# The first of the 65,534 private characters of plane 15; a text has at most 10,000 units.
_FIRST = 0xF0000
_MASK = re.compile("[\U000f0000-\U000ffffd]")
# What has a meaning in a text, and so may need a backslash.
_ESCAPED = re.compile(r"\\([\\*\[\]()#.<&`{}|~-])")
_PLACEHOLDER = re.compile(r"""\{((?:[^{}"'\n]|'[^'\n]*'|"[^"\n]*")*)\}""")
_LINE_END = re.compile("\r\n?")
_SIGN = re.compile(r"[\\{}]")
_SHOWN = 40


@dataclass(frozen=True)
class Found:
    """A placeholder in a text: its expression, and where its brace stands, counted from 1."""

    source: str
    line: int
    column: int


@dataclass(frozen=True)
class Masked:
    """A text with a private character for each unit; all lines are as they were."""

    text: str
    units: tuple[Found | str, ...]

    def unit(self, sign: str) -> Found | str:
        """What a character stands for: a placeholder, or the character itself."""
        return self.units[ord(sign) - _FIRST] if _MASK.match(sign) else sign

    def shown(self, piece: str) -> str:
        """The beginning of a piece as it was written, for sentences."""
        written = _MASK.sub(lambda found: _written(self.unit(found[0])), piece)
        line = written.split("\n", 1)[0]
        return line if line == written and len(line) <= _SHOWN else f"{line[:_SHOWN]}…"

    def error(self, sentence: str, line: int) -> TextError:
        """An error that names its line, if there are several."""
        return TextError(sentence, line=line if "\n" in self.text else None)

    def has_placeholder(self, piece: str) -> bool:
        """Whether a piece holds a placeholder."""
        return any(isinstance(self.unit(sign), Found) for sign in _MASK.findall(piece))

    def unmasked(self, piece: str) -> str:
        """A piece without placeholders as it is meant."""
        return _MASK.sub(lambda found: str(self.unit(found[0])), piece)


def find_placeholders(text: str) -> tuple[Found, ...]:
    """The placeholders of a text as it was written, in their order.

    Raises TextError if a brace is not closed, not opened or has nothing in it.
    """
    units = masked(normalised(text)).units
    return tuple(unit for unit in units if isinstance(unit, Found))


def normalised(text: str) -> str:
    """The text with plain line ends, and without the mark some programs begin files with."""
    return _LINE_END.sub("\n", text).replace("\ufeff", "")


def masked(text: str) -> Masked:
    """The text with its units taken out.

    Raises TextError as find_placeholders does.
    """
    parts: list[str] = []
    units: list[Found | str] = []
    at = 0
    while sign := _SIGN.search(text, at):
        parts.append(text[at : sign.start()])
        unit, at = _unit(text, sign.start())
        if unit is None:
            parts.append(text[sign.start()])
        else:
            parts.append(chr(_FIRST + len(units)))
            units.append(unit)
    return Masked("".join(parts) + text[at:], tuple(units))


def _unit(text: str, at: int) -> tuple[Found | str | None, int]:
    """The unit that begins here, if one does, and where the text goes on."""
    if escaped := _ESCAPED.match(text, at):
        return escaped[1], escaped.end()
    if text[at] == "\\":
        return None, at + 1
    if text.startswith(("{{", "}}"), at):
        return text[at], at + 2
    return _placeholder(text, at)


def _placeholder(text: str, at: int) -> tuple[Found, int]:
    whole = Masked(text, ())
    line = text.count("\n", 0, at) + 1
    found = _PLACEHOLDER.match(text, at)
    if found is None:
        wrong = "is not closed in its line" if text[at] == "{" else "closes nothing"
        hint = f"(a brace itself is written {text[at] * 2})"
        raise whole.error(f"A brace {wrong}: {whole.shown(text[at:])} {hint}", line)
    source = found[1].strip()
    if not source:
        raise whole.error("There is nothing between the braces: {}", line)
    return Found(source, line, at - text.rfind("\n", 0, at)), found.end()


def _written(unit: Found | str) -> str:
    return f"{{{unit.source}}}" if isinstance(unit, Found) else unit
