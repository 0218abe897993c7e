"""Takes back files with what participants gave, when one of them has that taken out."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils import translation
from django.utils.translation import gettext as _

from esmpress.jobs.kinds import all_kinds
from esmpress.jobs.models import Job, Piece
from esmpress.studies.models import Study

State = Job.State
# Transactions that take files back exclude those that ask for one, study by study.
_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtext('jobs_job'), %s)"
_ALONE = "SELECT pg_advisory_xact_lock(hashtext('jobs_job'), %s)"


def wait_for_discards(study: Study) -> None:
    """In a transaction: go on when nobody's answers are just being taken out of the study."""
    _lock(_SHARED, study)


def discard_answers(study: Study, *, now: datetime) -> int:
    """Delete files with answers, and end the work on new ones; of how many jobs.

    Takes the transaction that takes the answers out: whoever asks for a file waits for its end.
    """
    _lock(_ALONE, study)
    kinds = [kind.name for kind in all_kinds() if kind.holds_answers]
    jobs = Job.objects.filter(study=study, kind__in=kinds)
    kept = jobs.filter(kept_until__isnull=False)
    ended = sum(_end(job, now=now) for job in jobs.unfinished().select_for_update())
    return ended + sum(_take_back(job) for job in kept)


def _end(job: Job, *, now: datetime) -> int:
    """A run that goes on finds that its job is over, and undoes what it did."""
    with translation.override(job.language):
        said = _("Somebody had their answers taken out meanwhile. Ask for the file again.")
    return Job.objects.filter(pk=job.pk).update(
        state=State.FAILED, lease=None, said=said, ended_at=now
    )


def _take_back(job: Job) -> int:
    Piece.objects.filter(job=job, role=Piece.Role.RESULT).delete()
    with translation.override(job.language):
        said = _(
            "The file was deleted, as somebody had their answers taken out. Ask for it again; and "
            "delete the copies that were downloaded."
        )
    return Job.objects.filter(pk=job.pk).update(kept_until=None, said=said)


def _lock(statement: str, study: Study) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, [study.pk % 2**31])
