"""Says what is wrong with a text, in words for its researcher."""

from __future__ import annotations


class TextError(ValueError):
    """A text holds what it may not hold; `sentence` names it, `line` is counted from 1.

    Whoever knows where the text stands puts the place before it: "item stress, text in en: …".
    """

    def __init__(self, sentence: str, *, line: int | None = None) -> None:
        """Keep the sentence; a line is given for texts of several lines only."""
        self.sentence = sentence if line is None else f"line {line}: {sentence}"
        self.line = line
        super().__init__(self.sentence)
