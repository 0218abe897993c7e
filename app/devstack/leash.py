"""Stops what a killed supervisor leaves behind.

Run as a process of its own session, with the supervisor's pipe as standard input: a line
`PID SIGNAL` puts a process group on the leash, `-PID` takes it off. The pipe ends when the
supervisor does, however it ended; the groups still on the leash are stopped then.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress

PATIENCE_SECONDS = 8.0


def read_groups() -> dict[int, int]:
    """The groups left when the pipe ends, each with its stop signal, in start order."""
    groups: dict[int, int] = {}
    for line in sys.stdin:
        words = line.split()
        if words[0].startswith("-"):
            groups.pop(-int(words[0]), None)
        else:
            groups[int(words[0])] = int(words[1])
    return groups


def is_alive(group: int) -> bool:
    """Whether the group still has a process."""
    try:
        os.killpg(group, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def stop_groups(groups: dict[int, int]) -> None:
    """Ask the groups to stop, the last started first; kill what has not stopped in time."""
    for group, stop_signal in reversed(groups.items()):
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, stop_signal)
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up and any(map(is_alive, groups)):
        time.sleep(0.1)
    for group in groups:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    for ignored in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    stop_groups(read_groups())
