"""How many errors a process may tell in a minute: with the database away, each task is one."""

from __future__ import annotations

import threading
import time

MOST_A_MINUTE = 30


class Room:
    """Counts the minute's errors of this process."""

    def __init__(self) -> None:
        """Nothing is told yet."""
        self._lock = threading.Lock()
        self._minute, self._told = 0, 0

    def take(self) -> bool:
        """Whether there is room for one more; takes it."""
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._told = minute, 0
            self._told += 1
            return self._told <= MOST_A_MINUTE
