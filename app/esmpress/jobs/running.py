"""Runs jobs, one after another: all that a work does is one transaction, if not in steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime

import structlog
from django.db import OperationalError, connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from esmpress.accounts.auditing import acting
from esmpress.jobs import lifecycle
from esmpress.jobs.assignment import Assignment, CannotBeDone
from esmpress.jobs.heart import Heart
from esmpress.jobs.kinds import UnknownKind, kind_named
from esmpress.jobs.models import Job
from esmpress.jobs.sentences import cancelled_in_words, failed_in_words

Clock = Callable[[], datetime]
# Requests have to be quick, and the application's role says so: work that nobody waits for may be
# slow, but does not hang for ever.
_PATIENCE = """
SET LOCAL statement_timeout = '30min';
SET LOCAL idle_in_transaction_session_timeout = '30min';
"""

log = structlog.get_logger(__name__)


def run_next(*, clock: Clock) -> bool:
    """Run the job that waits longest; whether there was one.

    What goes wrong with it is told by its row; an error of ours is raised as well. Where the
    database goes away, the row stays as it is, and a sweep lets the job be begun anew.
    """
    job = lifecycle.claim_next(now=clock())
    if job is None:
        return False
    with translation.override(job.language):
        try:
            _run(job, clock)
        except lifecycle.LeaseLost:
            log.warning("job_lost", job=job.pk)
        except OperationalError as error:
            connection.close()
            log.warning("job_broken_off", job=job.pk, error=type(error).__name__)
    return True


def _run(job: Job, clock: Clock) -> None:
    try:
        with Heart(job, clock=clock) as heart, _as_who_asked(job):
            _work(job, heart, clock)
    except lifecycle.CancelAsked:
        now = clock()
        lifecycle.mark_cancelled(job, said=cancelled_in_words(job, now=now), now=now)
    except CannotBeDone as error:
        lifecycle.fail(job, said=str(error), now=clock())
    except UnknownKind:
        said = _("This version of the product cannot do this. Ask for it again.")
        lifecycle.fail(job, said=said, now=clock())
    except (OperationalError, lifecycle.LeaseLost):
        raise
    except Exception:
        now = clock()
        lifecycle.fail(job, said=failed_in_words(job, now=now), now=now)
        raise


def _work(job: Job, heart: Heart, clock: Clock) -> None:
    kind = kind_named(job.kind)
    with nullcontext() if kind.in_steps else _patient_transaction():
        outcome = kind.work(Assignment(job, heart.progress, clock()))
        heart.stop()
        job.study = outcome.study or job.study
        lifecycle.finish(job, said=outcome.said, now=clock())


@contextmanager
def _patient_transaction() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_PATIENCE)
        yield


def _as_who_asked(job: Job) -> AbstractContextManager[None]:
    """The audit trail tells what changes to be theirs."""
    return acting(job.asked_by_id) if job.asked_by_id is not None else nullcontext()
