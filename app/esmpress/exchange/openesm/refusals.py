"""Why a data set is not taken."""

from __future__ import annotations

MAX_NAMED = 100


class RefusedDataSet(ValueError):
    """Nothing was kept of a data set; `faults` says why, a sentence each, with the line."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the sentences in the order of the file; the first hundred of very many."""
        more = len(faults) - MAX_NAMED
        self.faults = [*faults[:MAX_NAMED], f"And {more} more."] if more > 0 else faults
        super().__init__(" ".join(self.faults))


def at_line(number: int, sentence: str) -> str:
    """A fault with its place, as editors count lines."""
    return f"Line {number}: {sentence}"
