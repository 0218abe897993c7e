"""Signs of life of worker and Beat, every few seconds: a file for Docker, a word in Redis."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import structlog
from celery import bootsteps
from celery.beat import Scheduler
from celery.worker import state
from celery.worker.consumer import Consumer
from django.conf import settings
from django.utils import timezone
from kombu import Connection

from esmpress.delivery.signs_of_life import BEAT, WORKER, show_alive

INTERVAL_SECONDS = 5.0
# Between two attempts to reach a broker that is away.
LONGEST_WAIT_SECONDS = 5

log = structlog.get_logger(__name__)


def show_life(name: str) -> None:
    """Touch `name` in HEARTBEAT_DIR, when there is one, and say in Redis that it is alive."""
    touch_sign(name)
    show_alive(settings.WORKER_NAME if name == WORKER else name, now=timezone.now())


def touch_sign(name: str) -> None:
    """Touch `name` in HEARTBEAT_DIR, when there is one."""
    if settings.HEARTBEAT_DIR:
        folder = Path(settings.HEARTBEAT_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


class WorkerHeartbeat(bootsteps.StartStopStep):
    """Shows the worker's life from its main loop, also while its children are busy.

    A step of the consumer: it begins anew with each connection to the broker, and what the loop's
    timer was to do is lost with the connection before.
    """

    requires = ("celery.worker.consumer.connection:Connection",)

    def __init__(self, parent: Consumer, **options: Any) -> None:
        """Nothing is shown before the worker is connected."""
        super().__init__(parent, **options)
        self.entry: Any = None

    def start(self, parent: Consumer) -> None:
        """Show it at once and every few seconds from now on."""
        show_life(WORKER)
        timer: Any = parent.timer
        self.entry = timer.call_repeatedly(INTERVAL_SECONDS, show_life, (WORKER,))

    def stop(self, _parent: Consumer) -> None:
        """Show it no more."""
        if self.entry is not None:
            self.entry.cancel()
            self.entry = None


class PatientConsumer(Consumer):
    """Waits for a broker that went away, however long, and shows life meanwhile.

    Celery's own waits up to half a minute between attempts, and no timer runs all the time.
    """

    def ensure_connected(self, conn: Connection) -> Connection:
        """The connection, once the broker has taken it."""
        conn.ensure_connection(
            self._tell,
            interval_start=1,
            interval_step=1,
            interval_max=LONGEST_WAIT_SECONDS - 1,
            callback=self._live_on,
        )
        self.first_connection_attempt = False
        return conn

    def _live_on(self) -> None:
        # Who was never connected may have been set up wrongly, which a deploy is to see.
        if not self.first_connection_attempt:
            touch_sign(WORKER)
        state.maybe_shutdown()

    @staticmethod
    def _tell(error: Exception, wait_seconds: float) -> None:
        log.warning("broker_away", error=type(error).__name__, next_attempt_in=wait_seconds)


class HeartbeatScheduler(Scheduler):
    """Beat's schedule in memory (the table is code), showing Beat's life at each tick."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Seconds until the next due entry, after sending what is due now."""
        show_life(BEAT)
        self._forget_the_future()
        return float(super().tick(*args, **kwargs))

    def _forget_the_future(self) -> None:
        """After the clock was set back, what seems to have run later than now waits from now."""
        for entry in self.schedule.values():
            now = entry.default_now()
            if entry.last_run_at is not None and entry.last_run_at > now:
                entry.last_run_at = now
                self._heap = None
