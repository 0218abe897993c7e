"""Two or more connections that do the same at the same instant."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connections


def at_once(act: Callable[[], bool], *, times: int) -> list[bool]:
    """What each of so many threads got, begun together."""
    barrier = Barrier(times)

    def one(_number: int) -> bool:
        try:
            barrier.wait(timeout=30)
            return act()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))
