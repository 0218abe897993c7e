"""What is wrong with an expression, said to the researcher who wrote it."""

LONGEST_QUOTE = 60


class ExpressionError(ValueError):
    """An expression that cannot be used: one sentence, and the column it is about if known.

    Columns count characters of the source from 1.
    """

    def __init__(self, sentence: str, column: int | None = None) -> None:
        super().__init__(sentence if column is None else f"{sentence} (column {column})")
        self.sentence = sentence
        self.column = column


def quoted(words: str) -> str:
    """Return `words` in quotation marks, cut short where they are long."""
    cut = words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"
    return f"“{cut}”"
