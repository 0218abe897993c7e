"""What each kind of text may hold."""

from __future__ import annotations

from enum import StrEnum


class Allowed(StrEnum):
    """A kind of text, by the freedom it has.

    LABEL is for whatever is one paragraph: titles, options, rows, ends of scales, units.
    INTRODUCTION is also for information items.
    """

    LABEL = "label"
    QUESTION = "question"
    HELP = "help"
    INTRODUCTION = "introduction"

    @property
    def blocks(self) -> bool:
        """Whether there may be several paragraphs, and lists."""
        return self is not Allowed.LABEL

    @property
    def links(self) -> bool:
        """Whether there may be links."""
        return self in (Allowed.HELP, Allowed.INTRODUCTION)

    @property
    def headings(self) -> bool:
        """Whether there may be headings."""
        return self is Allowed.INTRODUCTION

    @property
    def characters(self) -> int:
        """How long the text may be."""
        return 20_000 if self is Allowed.INTRODUCTION else 2000
