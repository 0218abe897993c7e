"""Reads the log files of running processes."""

from __future__ import annotations

import re
from pathlib import Path

ERROR_LINE = re.compile(r"\b(ERROR|CRITICAL|FATAL)\b|\[(error|critical)\s*\]|^Traceback|Error: ")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
SHOWN_AT_ONCE = 3
WIDTH = 200


class LogTail:
    """A log file and how far it has been read."""

    def __init__(self, path: Path) -> None:
        """Nothing is read yet."""
        self.path = path
        self._offset = 0
        self._rest = ""

    def skip(self) -> None:
        """Take what is written so far as read."""
        self._offset = self.path.stat().st_size

    def new_error_lines(self) -> list[str]:
        """The error lines written since the last call, shortened, at most a few."""
        with self.path.open("rb") as file:
            file.seek(self._offset)
            data = file.read(256 * 1024)
        self._offset += len(data)
        *lines, self._rest = (self._rest + data.decode(errors="replace")).split("\n")
        plain = [COLOUR.sub("", line) for line in lines]
        return [line[:WIDTH] for line in plain if ERROR_LINE.search(line)][:SHOWN_AT_ONCE]


def last_lines(path: Path, count: int = 15) -> str:
    """The end of a log file, indented."""
    if not path.exists():
        return "  (no log)"
    lines = path.read_text(errors="replace").splitlines()[-count:]
    return "\n".join(f"  {COLOUR.sub('', line)}" for line in lines) or "  (empty)"
