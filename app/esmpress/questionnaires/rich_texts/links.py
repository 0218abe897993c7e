"""Finds the links of a paragraph: [words](https://…)."""

from __future__ import annotations

import re
from dataclasses import dataclass

import nh3

from esmpress.questionnaires.rich_texts.masking import Masked
from esmpress.questionnaires.rich_texts.text_error import TextError
from esmpress.questionnaires.rich_texts.words import Words

_BRACKET = re.compile(r"[\[\]]")
_ADDRESS_SIGN = re.compile(r"[()\s]")
# No blanks, no names or passwords, nothing that ends an attribute.
_ADDRESS = re.compile(r"""https://[^\s/?#@\\<>"'{}|^`\[\]]+(?:[/?#][^\s\\<>"{}|^`\[\]]*)?""")


@dataclass(frozen=True)
class FoundLink:
    """A link in a paragraph: where it begins, where its words end, and where it ends."""

    start: int
    words_end: int
    end: int
    address: str


def find_links(words: Words, masked: Masked, *, allowed: bool) -> list[FoundLink]:
    """The links of a paragraph, in their order.

    Raises TextError for images, for links where none are allowed, and for bad addresses.
    """
    finder = _Finder(words, masked, allowed)
    links: list[FoundLink] = []
    opened: list[int] = []
    for found in _BRACKET.finditer(words.text):
        if found[0] == "[":
            opened.append(found.start())
        elif opened:
            link = finder.link(opened.pop(), found.start())
            if link and links and links[-1].start > link.start:
                raise finder.error("A link stands within a link", link.start)
            links += [link] if link else []
    return links


def is_address(address: str) -> bool:
    """Whether a link may lead there: https, and an address by the rules of browsers."""
    html = f'<a href="{address.replace("&", "&amp;")}">x</a>'
    return bool(_ADDRESS.fullmatch(address)) and html == nh3.clean(html, link_rel=None)


@dataclass(frozen=True)
class _Finder:
    """Makes links of pairs of brackets, or says why they may not be."""

    words: Words
    masked: Masked
    allowed: bool

    def link(self, start: int, end: int) -> FoundLink | None:
        """The link whose words stand between two brackets, if an address follows on them."""
        text = self.words.text
        if text[max(start - 1, 0)] == "!" and text[end + 1 : end + 2] in ("(", "["):
            raise self.error("Images are not allowed", start - 1)
        if text[end + 1 : end + 2] != "(":
            return None
        address_end = _end_of_address(text, end + 2)
        if not self.allowed:
            raise self.error("Links are not allowed here", start, address_end)
        if address_end is None:
            raise self.error("The address of a link is not closed, or holds a blank", start)
        if not text[start + 1 : end].strip():
            raise self.error("A link has no words", start, address_end)
        piece = text[end + 2 : address_end]
        if fault := self._fault(piece):
            raise self.error(fault, start, address_end)
        return FoundLink(start, end, address_end + 1, self.masked.unmasked(piece))

    def error(self, sentence: str, start: int, last: int | None = None) -> TextError:
        """An error about what is written from there on, or to the last character given."""
        piece = self.words.text[start : None if last is None else last + 1]
        sentence = f"{sentence}: {self.masked.shown(piece)}"
        return self.masked.error(sentence, self.words.line_at(start))

    def _fault(self, piece: str) -> str | None:
        """What is wrong with an address."""
        if self.masked.has_placeholder(piece):
            return "The address of a link may not hold a placeholder"
        address = self.masked.unmasked(piece)
        if not address.startswith("https://"):
            return "The address of a link must begin with https://"
        return None if is_address(address) else "The address of a link is not valid"


def _end_of_address(content: str, start: int) -> int | None:
    """Where the bracket that ends the address stands; brackets within it come in pairs."""
    open_brackets = 0
    for found in _ADDRESS_SIGN.finditer(content, start):
        if found[0] == "(":
            open_brackets += 1
        elif found[0] != ")":
            return None
        elif open_brackets == 0:
            return found.start()
        else:
            open_brackets -= 1
    return None
