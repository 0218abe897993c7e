"""Writes a codebook as Markdown: what it is of, and a table."""

from __future__ import annotations

import re
from dataclasses import astuple

from esmpress.questionnaires.codebook.columns import FIELDS, Codebook

# What Markdown or HTML would make something else of.
_MARKS = re.compile(r"([\\`*_{}\[\]<>|#~&])")


def as_markdown(codebook: Codebook) -> str:
    """The codebook as a document whose table has a row for each column of the data."""
    lines = [f"# Codebook: {plain(codebook.title)}", ""]
    lines += [f"- {name}: {plain(words)}" for name, words in codebook.head]
    lines += ["", _row(list(FIELDS)), _row(["---"] * len(FIELDS))]
    lines += [_row([plain(cell) for cell in astuple(one)]) for one in codebook.columns]
    return "\n".join([*lines, ""])


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def plain(words: str) -> str:
    """The words in one line, without anything Markdown or HTML would make something else of."""
    return _MARKS.sub(r"\\\1", " ".join(words.split()))
