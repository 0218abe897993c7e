"""Takes up what dead workers left, and deletes files that nobody needs any more."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import translation

from esmpress.jobs.files import delete_old_results
from esmpress.jobs.lifecycle import LEASE, MOST_ATTEMPTS
from esmpress.jobs.models import FINAL, Job, Piece
from esmpress.jobs.sentences import cancelled_in_words, given_up_in_words

State = Job.State


def sweep_jobs(*, now: datetime) -> int:
    """Settle jobs nobody runs any more, and delete old files; how many jobs changed."""
    silent = Job.objects.filter(state=State.RUNNING, seen_at__lte=now - LEASE)
    settled = sum(_settle(job, now=now) for job in silent.order_by("pk"))
    Piece.objects.filter(role=Piece.Role.GIVEN, job__state__in=FINAL).delete()
    return settled + delete_old_results(now=now)


def any_waits() -> bool:
    """Whether there is a job for a worker."""
    return Job.objects.filter(state=State.WAITING).exists()


def _settle(job: Job, *, now: datetime) -> int:
    """Have a job begun anew, or end it; a run that showed itself meanwhile keeps it."""
    with translation.override(job.language):
        values = _what_becomes(job, now=now)
    held = Job.objects.filter(pk=job.pk, state=State.RUNNING, lease=job.lease, seen_at=job.seen_at)
    return held.update(lease=None, **values)


def _what_becomes(job: Job, *, now: datetime) -> dict[str, Any]:
    if job.cancel_asked_at is not None:
        said = cancelled_in_words(job, now=now)
        return {"state": State.CANCELLED, "ended_at": now, "said": said}
    if job.attempts < MOST_ATTEMPTS:
        return {"state": State.WAITING}
    said = given_up_in_words(job, now=now)
    return {"state": State.FAILED, "ended_at": now, "said": said}
