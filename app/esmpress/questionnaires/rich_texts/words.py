"""The words of a block, and the line they begin in."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Words:
    """Lines that belong together, without indents; `line` is that of the first, from 1."""

    text: str
    line: int

    def line_at(self, offset: int) -> int:
        """The line in which a character stands."""
        return self.line + self.text.count("\n", 0, offset)

    def followed_by(self, line: str) -> Words:
        """The words with one more line."""
        return Words(f"{self.text}\n{line.strip(' ')}", self.line)
