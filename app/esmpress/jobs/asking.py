"""Asking for long work, and for its end."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import translation

from esmpress.accounts.models import Researcher
from esmpress.jobs import lifecycle
from esmpress.jobs.discarding import wait_for_discards
from esmpress.jobs.files import give_file
from esmpress.jobs.kinds import kind_named, left_of
from esmpress.jobs.models import Job
from esmpress.jobs.sentences import never_begun_in_words
from esmpress.studies.models import Study


def ask_for(
    kind: str,
    *,
    study: Study | None,
    asked_by: Researcher,
    parameters: dict[str, Any] | None = None,
    given: bytes | None = None,
    now: datetime,
) -> Job:
    """A job that waits for a worker, or the same one that is under way already.

    Nothing confidential goes into `parameters` or the file that is `given` along. Whoever calls
    this wakes the workers once it is committed: `jobs.tasks.wake`.
    """
    named = {
        "kind": kind_named(kind).name,
        "study": study,
        "asked_by": asked_by,
        "parameters": parameters or {},
    }
    try:
        with transaction.atomic():
            if study is not None:
                wait_for_discards(study)
            job = Job.objects.create(language=_language(), created_at=now, **named)
            if given is not None:
                give_file(job, given)
            return job
    except IntegrityError:
        # It may have ended in this very moment: then it is the answer as well.
        return Job.objects.filter(**named).latest("created_at")


def cancel(job: Job, *, now: datetime) -> bool:
    """Ask for the end of a job; whether it had not ended yet."""
    with translation.override(job.language):
        said = never_begun_in_words(job, now=now)
    return lifecycle.ask_to_cancel(job, said=said, now=now)


def go_on(job: Job, *, asked_by: Researcher, now: datetime) -> Job | None:
    """Another job for what is left of one that ended early; None where nothing is."""
    if job.state not in (Job.State.CANCELLED, Job.State.FAILED) or not left_of(job, now=now):
        return None
    return ask_for(job.kind, study=job.study, asked_by=asked_by, parameters=job.parameters, now=now)


def _language() -> str:
    return translation.get_language() or "en"
