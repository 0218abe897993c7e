"""Figures of tasks, counted where they run and kept in Redis: workers have no page of their own."""

from __future__ import annotations

import time
from typing import Any

from esmpress.delivery.signs_of_life import count_task

_BEGAN = "began_at"


def note_begin(task: Any = None, **_kwargs: Any) -> None:
    """Remember when the task began."""
    setattr(task.request, _BEGAN, time.monotonic())


def note_end(task: Any = None, state: str = "", retval: Any = None, **_kwargs: Any) -> None:
    """Count the task by its name and state; a sweep returns how many rows it changed."""
    began = getattr(task.request, _BEGAN, None)
    seconds = time.monotonic() - began if began is not None else 0.0
    name = task.name.rpartition(".")[2]
    rows = retval if isinstance(retval, int) else 0
    count_task(name, state=state.lower(), seconds=seconds, rows=rows)
