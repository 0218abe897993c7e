"""Reads the text of a questionnaire: a small part of Markdown, with placeholders.

It is a parser of its own, for what CommonMark does to researchers' texts without saying so:
"1. Never / 5. Always" would be counted 1, 2, "3) Rarely" would lose its bracket, and
"Teilnehmer*innen … Forscher*innen" would lose its asterisks.
"""

from __future__ import annotations

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.blocks import BlockReader
from esmpress.questionnaires.rich_texts.inline import InlineReader, Read
from esmpress.questionnaires.rich_texts.masking import masked, normalised
from esmpress.questionnaires.rich_texts.refusing import refuse_foreign, refuse_unshown
from esmpress.questionnaires.rich_texts.text_error import TextError
from esmpress.questionnaires.rich_texts.tokens import (
    Block,
    Paragraph,
    RichText,
    TextRun,
)


def parse(text: str, allowed: Allowed, read: Read | None = None) -> tuple[Block, ...]:
    """The blocks of a text; `read` makes a tree of each placeholder's expression.

    Raises TextError for what may not be in such a text; a ValueError of `read` becomes one.
    """
    text = normalised(text)
    if len(text) > allowed.characters:
        limit = f"at most {allowed.characters} are allowed"
        raise TextError(f"The text has {len(text)} characters; {limit}")
    refuse_unshown(text)
    without_units = masked(text)
    refuse_foreign(without_units)
    reader = InlineReader(without_units, allowed.links, read or _unread)
    return BlockReader(without_units, allowed, reader).blocks()


def delivered(blocks: tuple[Block, ...]) -> RichText:
    """The text as the participant page gets it: a string, if it has no markup."""
    match blocks:
        case ():
            return ""
        case (Paragraph(content=(TextRun(text=text),)),):
            return text
    return blocks


def _unread(source: str) -> None:
    """What is made of an expression that nobody reads."""
