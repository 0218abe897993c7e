"""One text that a catalogue translates."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """A text, its form for several where a number chooses, and what tells it from another."""

    one: str
    plural: str = ""
    context: str = ""

    @property
    def key(self) -> str | tuple[str, str]:
        """What Babel knows it by."""
        return (self.one, self.plural) if self.plural else self.one
