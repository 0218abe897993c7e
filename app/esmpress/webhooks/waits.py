"""When an event that was not taken is sent again: soon at first, then later, for three days."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta

_WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
MOST_ATTEMPTS = len(_WAITS) + 1
# A receiver that was away is not met by everything that waits at one moment.
_JITTER = 0.1


def wait_after(attempts: int, *, draw: Callable[[], float] = random.random) -> timedelta | None:
    """How long to wait after so many attempts, up to a tenth longer; None: it is given up."""
    if attempts >= MOST_ATTEMPTS:
        return None
    return _WAITS[attempts - 1] * (1 + _JITTER * draw())
