"""What becomes of a job: each step is one UPDATE with its condition."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce

from esmpress.jobs.models import Job

State = Job.State
# Whoever runs a job shows it every few seconds. So long without a sign, and nobody runs it.
LEASE = timedelta(seconds=60)
# A job whose worker dies each time is not begun for ever.
MOST_ATTEMPTS = 3


class LeaseLost(Exception):
    """The job is another run's by now, or over."""


class CancelAsked(Exception):
    """Somebody wants the job to end."""


def claim_next(*, now: datetime) -> Job | None:
    """The job that waits longest, now ours to run; None when none waits."""
    waiting = Job.objects.filter(state=State.WAITING).order_by("created_at", "pk")
    with transaction.atomic():
        first = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if first is None:
            return None
        Job.objects.filter(pk=first.pk, state=State.WAITING).update(
            state=State.RUNNING,
            lease=uuid.uuid4(),
            started_at=Coalesce("started_at", Value(now)),
            seen_at=now,
            attempts=F("attempts") + 1,
            done=0,
            total=None,
        )
    return Job.objects.select_related("study", "asked_by").get(pk=first.pk)


def show(job: Job, *, done: int, total: int | None, now: datetime) -> None:
    """Show that the run goes on and how far it is; raises LeaseLost or CancelAsked."""
    if not _held(job).update(done=done, total=total, seen_at=now):
        raise LeaseLost
    if _held(job).filter(cancel_asked_at__isnull=False).exists():
        raise CancelAsked


def finish(job: Job, *, said: str, now: datetime) -> None:
    """The work is done; belongs into its transaction. Raises LeaseLost: then it has to be undone.

    Whoever asked for a cancel meanwhile came too late.
    """
    ended = _held(job).update(
        state=State.DONE,
        lease=None,
        said=said,
        ended_at=now,
        study=job.study,
        done=Coalesce("total", "done"),
        file_name=job.file_name,
        file_type=job.file_type,
        file_size=job.file_size,
        kept_until=job.kept_until,
    )
    if not ended:
        raise LeaseLost


def fail(job: Job, *, said: str, now: datetime) -> None:
    """The work could not be done, which the sentence explains. Raises LeaseLost."""
    if not _held(job).update(state=State.FAILED, lease=None, said=said, ended_at=now):
        raise LeaseLost


def mark_cancelled(job: Job, *, said: str, now: datetime) -> None:
    """The run has stopped as it was asked to."""
    _held(job).filter(cancel_asked_at__isnull=False).update(
        state=State.CANCELLED, lease=None, said=said, ended_at=now
    )


def ask_to_cancel(job: Job, *, said: str, now: datetime) -> bool:
    """End a job that waits, and ask the run of one that runs; whether there was something to end.

    The sentence is for one that waits.
    """
    waiting = Job.objects.filter(pk=job.pk, state=State.WAITING)
    if waiting.update(state=State.CANCELLED, cancel_asked_at=now, ended_at=now, said=said):
        return True
    running = Job.objects.filter(pk=job.pk, state=State.RUNNING)
    return bool(running.update(cancel_asked_at=Coalesce("cancel_asked_at", Value(now))))


def _held(job: Job) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease)
