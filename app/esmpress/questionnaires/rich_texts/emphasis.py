"""Builds bold and italic words out of runs of asterisks, in time linear in the text."""

from __future__ import annotations

from dataclasses import dataclass, field

from esmpress.questionnaires.rich_texts.tokens import Emphasis, Inline, Strong, TextRun

_STRONG, _EMPHASIS = "**", "*"


@dataclass
class _Opened:
    """A mark that is open, and what stands behind it."""

    mark: str
    run: int
    parts: list[Inline | str] = field(default_factory=list)


class Emphasiser:
    """Takes the pieces of a paragraph one after the other.

    At most one bold and one italic mark are open at a time. A second one of a kind takes the
    place of the first, which then was no mark, as is one that is never closed.
    """

    def __init__(self) -> None:
        """Begin with nothing open."""
        self._whole: list[Inline | str] = []
        self._opened: list[_Opened] = []
        self._runs = 0

    def add(self, part: Inline | str) -> None:
        """Take words, or what is no mark."""
        self._behind(len(self._opened)).append(part)

    def mark(self, run: str, *, before: str, after: str) -> None:
        """Take a run of asterisks that stands between two characters, or at an end (empty)."""
        can_close = _is_edge(run, inner=before, outer=after)
        can_open = _is_edge(run, inner=after, outer=before)
        left = self._close(run) if can_close else run
        if left and can_open:
            self._open(left)
        else:
            self.add(left)

    def finished(self) -> tuple[Inline, ...]:
        """What was built; marks that are still open are asterisks."""
        while self._opened:
            self._take_back(len(self._opened) - 1)
        return _joined(self._whole)

    def _behind(self, depth: int) -> list[Inline | str]:
        """What stands behind the innermost of so many open marks, or before all marks."""
        return self._opened[depth - 1].parts if depth else self._whole

    def _open(self, run: str) -> None:
        self._runs += 1
        for mark in (_STRONG, _EMPHASIS) if run == "***" else (run,):
            if (depth := self._depth(mark)) is not None:
                self._take_back(depth)
            self._opened.append(_Opened(mark, self._runs))

    def _close(self, run: str) -> str:
        """Close what a run closes, the innermost first; returns the asterisks it has left."""
        for mark in [opened.mark for opened in reversed(self._opened)]:
            if run in (mark, "***"):
                self._close_mark(mark)
                run = run[len(mark) :]
        return run

    def _close_mark(self, mark: str) -> None:
        depth = self._depth(mark)
        assert depth is not None
        if depth < len(self._opened) - 1:
            above = self._opened[depth + 1]
            if above.run == self._opened[depth].run:
                # Both were opened by one run, so either may be the outer one.
                above.mark, self._opened[depth].mark = mark, above.mark
            else:
                self._take_back(depth + 1)
        content = _joined(self._opened.pop().parts)
        self.add(Strong(content=content) if mark == _STRONG else Emphasis(content=content))

    def _take_back(self, depth: int) -> None:
        """Make an open mark asterisks; what stands behind it now stands around it."""
        opened = self._opened.pop(depth)
        self._behind(depth).extend([opened.mark, *opened.parts])

    def _depth(self, mark: str) -> int | None:
        marks = [opened.mark for opened in self._opened]
        return marks.index(mark) if mark in marks else None


def _is_edge(run: str, *, inner: str, outer: str) -> bool:
    """Whether a run may be the edge of words that begin or end with the character `inner`."""
    if len(run) > 3 or not inner or inner.isspace():
        return False
    return run != _EMPHASIS or not _is_of_word(outer)


def _is_of_word(sign: str) -> bool:
    """Whether it is a digit or a letter of a script with capitals; others may have no blanks."""
    return sign.isdecimal() or sign.lower() != sign.upper()


def _joined(parts: list[Inline | str]) -> tuple[Inline, ...]:
    """The parts, with characters that follow on each other in one."""
    joined: list[Inline] = []
    letters: list[str] = []
    for part in [*parts, None]:
        if isinstance(part, str):
            letters.append(part)
            continue
        if text := "".join(letters):
            joined.append(TextRun(text=text))
        letters = []
        if part is not None:
            joined.append(part)
    return tuple(joined)
