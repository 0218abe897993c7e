"""In which letters a text file is written: found by strict rules, then by likely letters."""

from __future__ import annotations

import codecs
from collections import Counter

# In the order in which the researcher is offered them.
ENCODINGS = ("utf-8", "utf-16", "cp1250", "cp1252", "iso8859-2")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Polish and German letters, and the signs that word processors write around them.
_LIKELY = frozenset("ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜ")
_PLAUSIBLE = frozenset("„”“’‘‚–—…€§\xa0«»°²³éèáàâêçñčřšžůěýíúôëïåæøÉÁČŘŠŽ")
# First wins where two are as likely: Windows writes most files, and here most are Polish.
_OLD = ("cp1250", "cp1252", "iso8859-2")


class UnknownEncoding(ValueError):
    """The bytes are no text in any encoding that is read."""


def find_encoding(content: bytes) -> str:
    """The encoding of a text; raises UnknownEncoding for what is no text."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    if is_wide := _byte_order(content):
        return is_wide
    if b"\0" in content:
        raise UnknownEncoding
    if _decodes(content, "utf-8"):
        return "utf-8"
    counts = Counter({byte: n for byte in range(0x80, 0x100) if (n := content.count(byte))})
    likely = {name: _likelihood(counts, name) for name in _OLD}
    return max(_OLD, key=lambda name: likely[name])


def codec_of(encoding: str, content: bytes) -> str:
    """The name under which Python reads it, any mark at the beginning left out."""
    if encoding == "utf-8":
        return "utf-8-sig"
    if encoding == "utf-16" and not content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-be" if content[:1] == b"\0" else "utf-16-le"
    return encoding


def _byte_order(content: bytes) -> str:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    head = content[:2000]
    half = len(head) // 2
    if half and max(head[0::2].count(0), head[1::2].count(0)) > half * 0.6:
        return "utf-16"
    return ""


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _likelihood(counts: Counter[int], encoding: str) -> int:
    """How much the letters above ASCII look like Polish or German in this encoding."""
    return sum(n * _weight(bytes([byte]), encoding) for byte, n in counts.items())


def _weight(byte: bytes, encoding: str) -> int:
    try:
        letter = byte.decode(encoding)
    except UnicodeDecodeError:
        return -50
    if letter in _LIKELY:
        return 3
    if letter in _PLAUSIBLE:
        return 1
    # ISO 8859-2 has control characters where Windows has letters.
    return -1 if letter.isalpha() else -50 if "\x80" <= letter <= "\x9f" else -4
