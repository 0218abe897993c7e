"""What is said of a job that ended early."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from esmpress.jobs.kinds import keeps_what_is_done, left_of
from esmpress.jobs.models import Job


def never_begun_in_words(job: Job, *, now: datetime) -> str:
    """Of one that was cancelled while it waited."""
    return _and_left(_("It was cancelled before it began."), job, now=now)


def cancelled_in_words(job: Job, *, now: datetime) -> str:
    """Of one that was cancelled while it ran."""
    if keeps_what_is_done(job.kind):
        return _and_left(_("It was cancelled; what was done until then stays."), job, now=now)
    return _("It was cancelled; nothing of it was kept.")


def failed_in_words(job: Job, *, now: datetime) -> str:
    """Of one that met an error of ours."""
    if keeps_what_is_done(job.kind):
        words = _(
            "Something went wrong that should not have; what was done until then stays. Whoever "
            "runs the server finds the reason in its log."
        )
        return _and_left(words, job, now=now)
    return _(
        "Something went wrong that should not have; nothing of it was kept. Whoever runs the "
        "server finds the reason in its log."
    )


def given_up_in_words(job: Job, *, now: datetime) -> str:
    """Of one whose worker died each time."""
    if keeps_what_is_done(job.kind):
        words = _(
            "The server stopped %(times)d times while it was at this, so it was given up; what was "
            "done until then stays. Tell whoever runs the server, and start it again later."
        )
    else:
        words = _(
            "The server stopped %(times)d times while it was at this, so it was given up; nothing "
            "of it was kept. Tell whoever runs the server, and start it again later."
        )
    return _and_left(words % {"times": job.attempts}, job, now=now)


def ending_in_words(job: Job) -> str:
    """Of one that was asked to end and has not yet."""
    if keeps_what_is_done(job.kind):
        return _("It will stop in a moment; what was done until then stays.")
    return _("It will stop in a moment; nothing of it is kept.")


def _and_left(words: str, job: Job, *, now: datetime) -> str:
    """With what is left to do on a line of its own, where the kind can tell."""
    left = left_of(job, now=now)
    return f"{words}\n{left}" if left else words
