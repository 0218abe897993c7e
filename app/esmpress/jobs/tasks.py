"""Addresses of long work: run one job, wake who runs them, sweep."""

from __future__ import annotations

import structlog
from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError

from esmpress.jobs import running, sweeping

# A call nobody took for so long is superfluous: the next sweep calls again.
CALL_EXPIRES_SECONDS = 60
# What takes longer is ended by force, and begun anew like the work of any dead worker.
LONGEST_SECONDS = 4 * 60 * 60

log = structlog.get_logger(__name__)


@shared_task(acks_late=False, time_limit=LONGEST_SECONDS)
def run_waiting_job() -> int:
    """Run one job, and have the next one run after it.

    Acknowledged at once: the row tells what is to be done, and not the message.
    """
    found = running.run_next(clock=timezone.now)
    if found:
        wake()
    return int(found)


@shared_task
def sweep_jobs() -> int:
    """Settle what dead workers left, and call workers for what waits."""
    settled = sweeping.sweep_jobs(now=timezone.now())
    if sweeping.any_waits():
        wake()
    return settled


def wake() -> None:
    """Call a worker; without Redis the next sweep does."""
    try:
        run_waiting_job.apply_async(expires=CALL_EXPIRES_SECONDS, retry=False)
    except OperationalError as error:
        log.warning("workers_not_called", error=type(error).__name__)
