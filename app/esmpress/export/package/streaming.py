"""A package as a stream of bytes: read in a thread with a connection and a snapshot of its own.

Who takes the bytes has a transaction of its own, which has to see what others write meanwhile: that
the work is to stop, or that somebody's answers were taken out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import suppress
from contextvars import copy_context
from queue import Full, Queue
from threading import Event, Thread
from typing import IO, cast

from django.db import connection

# Bytes that wait to be taken, in blocks of about this size.
BLOCK_BYTES = 256 * 1024
MOST_WAITING = 4
_LOOK_SECONDS = 0.2
Write = Callable[[IO[bytes]], None]


class NobodyReads(Exception):
    """Whoever took the bytes has gone."""


def streamed(write: Write) -> Iterator[bytes]:
    """What `write` writes into the stream it is given; raises what that raises.

    Whoever stops early ends the writing.
    """
    pipe = _Pipe()
    thread = Thread(target=copy_context().run, args=(_run, write, pipe), daemon=True)
    thread.start()
    try:
        yield from pipe.blocks()
    finally:
        pipe.gone.set()
        thread.join()
    if pipe.failure is not None:
        raise pipe.failure


def _run(write: Write, pipe: _Pipe) -> None:
    try:
        write(cast("IO[bytes]", pipe))
        pipe.flush()
    except NobodyReads:
        pass
    except BaseException as failure:  # noqa: BLE001  it is raised where the bytes are taken
        pipe.failure = failure
    finally:
        connection.close()
        pipe.end()


class _Pipe(io.RawIOBase):
    """A stream that holds a few blocks, and waits while nobody takes them."""

    def __init__(self) -> None:
        self._queue: Queue[bytes] = Queue(MOST_WAITING)
        self._block = bytearray()
        self.gone = Event()
        self.failure: BaseException | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._block += data
        if len(self._block) >= BLOCK_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        if self._block:
            self._put(bytes(self._block))
            self._block.clear()

    def end(self) -> None:
        """Nothing comes any more."""
        with suppress(NobodyReads):
            self._put(b"")

    def blocks(self) -> Iterator[bytes]:
        """The bytes, to the end."""
        while block := self._queue.get():
            yield block

    def _put(self, block: bytes) -> None:
        while not self.gone.is_set():
            with suppress(Full):
                self._queue.put(block, timeout=_LOOK_SECONDS)
                return
        raise NobodyReads
