"""Signs of life of worker and Beat: a file touched every few seconds, read by health checks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery import bootsteps
from celery.apps.worker import Worker
from celery.beat import Scheduler
from django.conf import settings

INTERVAL_SECONDS = 5.0


def touch_heartbeat(name: str) -> None:
    """Touch `name` in HEARTBEAT_DIR; nothing happens when no folder is set."""
    if settings.HEARTBEAT_DIR:
        folder = Path(settings.HEARTBEAT_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Touches the worker's file from its main loop, also while its children are busy."""

    requires = ("celery.worker.components:Timer",)

    def __init__(self, parent: Worker, **options: Any) -> None:
        """Nothing is touched before the worker starts."""
        super().__init__(parent, **options)
        self.entry: Any = None

    def start(self, parent: Worker) -> None:
        """Touch at once and every few seconds from now on."""
        touch_heartbeat("worker")
        timer: Any = parent.timer
        self.entry = timer.call_repeatedly(INTERVAL_SECONDS, touch_heartbeat, ("worker",))

    def stop(self, _parent: Worker) -> None:
        """Touch no more."""
        if self.entry is not None:
            self.entry.cancel()


class HeartbeatScheduler(Scheduler):
    """Beat's schedule in memory (the table is code), touching Beat's file at each tick."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until the next due entry, after sending what is due now."""
        touch_heartbeat("beat")
        return float(super().tick(*args, **kwargs))
