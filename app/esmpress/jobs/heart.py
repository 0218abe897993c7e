"""Shows, beside the work, that it goes on and how far it is, and hears when it is to stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread
from types import TracebackType

import structlog
from django.db import DatabaseError, connection

from esmpress.jobs.lifecycle import CancelAsked, LeaseLost, show
from esmpress.jobs.models import Job

# At most so often something new is shown, and at least so often that the work goes on.
EVERY_SECONDS = 0.5
QUIET_BEATS = 4

log = structlog.get_logger(__name__)


class Heart:
    """Beats in a thread and on a connection of its own.

    The work is one transaction, of which nobody sees anything until its end.
    """

    def __init__(self, job: Job, *, clock: Callable[[], datetime]) -> None:
        """It does not beat yet."""
        self._job, self._clock = job, clock
        self._over = Event()
        self._thread = Thread(target=self._beat_on, name=f"job-{job.pk}", daemon=True)
        self._reached: tuple[int, int | None] = (0, None)
        self._shown: tuple[int, int | None] = (0, None)
        self._quiet = 0
        self._stop: LeaseLost | CancelAsked | None = None

    def __enter__(self) -> Heart:
        """Begin to beat."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Beat no more."""
        self.stop()

    def progress(self, done: int, total: int | None = None) -> None:
        """Note how far the work is; raises LeaseLost or CancelAsked when it is to stop."""
        done = max(done, 0)
        self._reached = (done if total is None else min(done, total), total)
        if self._stop is not None:
            raise self._stop

    def stop(self) -> None:
        """Beat no more: what comes now is the end of the job."""
        self._over.set()
        self._thread.join()

    def _beat_on(self) -> None:
        try:
            while self._stop is None and not self._over.wait(EVERY_SECONDS):
                self._beat()
        finally:
            connection.close()

    def _beat(self) -> None:
        reached = self._reached
        self._quiet += 1
        if reached == self._shown and self._quiet < QUIET_BEATS:
            return
        try:
            show(self._job, done=reached[0], total=reached[1], now=self._clock())
        except (LeaseLost, CancelAsked) as stop:
            self._stop = stop
        except DatabaseError as error:
            # The work meets the same trouble, if it lasts.
            log.warning("job_not_shown", job=self._job.pk, error=type(error).__name__)
        self._shown, self._quiet = reached, 0
