"""One stack at a time in a state folder."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.errors import StackError
from devstack.layout import shown

# A killed stack's leash keeps the lock until its last process is gone.
LEFTOVER_SECONDS = 25.0


class FolderInUse(StackError):
    """Another stack runs in the state folder."""


@contextmanager
def held(folder: Path) -> Iterator[int]:
    """The folder made (only its owner may look in) and locked; gives the lock's descriptor."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _acquire(descriptor, folder)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield descriptor
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def empty(folder: Path) -> None:
    """Remove everything from a folder one holds, but the lock."""
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.name != "lock":
            path.unlink()


def holder(folder: Path) -> int | None:
    """The process id of the stack that runs in the folder, if one does."""
    try:
        descriptor = os.open(folder / "lock", os.O_RDWR)
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return _recorded(descriptor) or 0
    finally:
        os.close(descriptor)
    return None


def _acquire(descriptor: int, folder: Path) -> None:
    """Take the lock, waiting only for the leftovers of a killed stack."""
    give_up = time.monotonic() + LEFTOVER_SECONDS
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = _recorded(descriptor)
            if _is_alive(pid) or time.monotonic() > give_up:
                raise FolderInUse(
                    f"It runs already (process {pid or 'unknown'}, state in {shown(folder)}): "
                    "stop that one with Ctrl-C first."
                ) from None
            time.sleep(0.2)


def _recorded(descriptor: int) -> int | None:
    text = os.pread(descriptor, 20, 0).strip()
    return int(text) if text.isdigit() else None


def _is_alive(pid: int | None) -> bool:
    if pid is None:
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
