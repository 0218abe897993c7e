"""Long work in words: what it is, how far it is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.template.defaultfilters import filesizeformat
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from esmpress.console.wall_clock import on_wall_clock
from esmpress.jobs.kinds import UnknownKind, kind_named, left_of
from esmpress.jobs.lifecycle import LEASE
from esmpress.jobs.models import Job
from esmpress.jobs.sentences import ending_in_words

State = Job.State
_UTC = "UTC"
# A deploy takes the worker away for some seconds.
_WORKER_IS_AWAY = timedelta(minutes=2)


@dataclass(frozen=True)
class JobPage:
    """What the page of a job shows; `percent` is empty while nobody knows how much there is."""

    title: str
    state: str
    is_over: bool
    is_running: bool
    is_bad: bool
    sentence: str
    percent: int | None
    reached: str
    may_cancel: bool
    may_go_on: bool
    file: str
    facts: list[tuple[str, str]]


def job_page(job: Job, *, ahead: int, now: datetime) -> JobPage:
    """A job as it is now; `ahead` of it so many others wait or run."""
    is_over = job.state not in (State.WAITING, State.RUNNING)
    return JobPage(
        title=title_of(job),
        state=str(State(job.state).label),
        is_over=is_over,
        is_running=job.state == State.RUNNING,
        is_bad=job.state == State.FAILED,
        sentence=_sentence(job, ahead=ahead, now=now),
        percent=percent_of(job),
        reached=_reached(job),
        may_cancel=not is_over and job.cancel_asked_at is None,
        may_go_on=job.state in (State.CANCELLED, State.FAILED) and bool(left_of(job, now=now)),
        file=_file(job, now=now),
        facts=_facts(job),
    )


def title_of(job: Job) -> str:
    """What the work makes or does."""
    try:
        return str(kind_named(job.kind).title)
    except UnknownKind:
        return job.kind


def percent_of(job: Job) -> int | None:
    """How far it is in hundredths; None while nobody knows how much there is."""
    if job.state != State.RUNNING or not job.total:
        return None
    return 100 * job.done // job.total


def zone_of(job: Job) -> str:
    """The zone whose wall clock is told: that of the study."""
    return job.study.time_zone if job.study else _UTC


def _sentence(job: Job, *, ahead: int, now: datetime) -> str:
    if job.said:
        return job.said
    if job.cancel_asked_at is not None:
        return ending_in_words(job)
    if job.state == State.WAITING:
        return _waiting(ahead, since=now - job.created_at)
    if job.seen_at is not None and job.seen_at <= now - LEASE:
        return _("Nothing was heard of it for a minute. It will be begun anew by itself.")
    return _("You can leave this page: the work goes on, and you find it again under “Work”.")


def _waiting(ahead: int, *, since: timedelta) -> str:
    if ahead == 0 and since > _WORKER_IS_AWAY:
        return _(
            "Nobody has begun it yet: the worker for long work seems to be away. It begins by "
            "itself once that is back; tell whoever runs the server."
        )
    if ahead == 0:
        return _("It begins in a moment.")
    return _("It begins after what was asked for before it: %(count)s.") % {
        "count": number_format(ahead, force_grouping=True)
    }


def _reached(job: Job) -> str:
    """In hundredths, and in what the kind counts."""
    percent = percent_of(job)
    if percent is None:
        return ""
    try:
        in_words = kind_named(job.kind).reached
    except UnknownKind:
        in_words = None
    said = in_words(job.done, job.total or 0) if in_words else ""
    if not said:
        return _("%(percent)d%%") % {"percent": percent}
    return _("%(percent)d%%: %(reached)s") % {"percent": percent, "reached": said}


def _file(job: Job, *, now: datetime) -> str:
    """The file to take home, with its size; empty where there is none."""
    if not job.has_file(now=now):
        return ""
    size = filesizeformat(job.file_size)
    return _("%(name)s (%(size)s)") % {"name": job.file_name, "size": size}


def _facts(job: Job) -> list[tuple[str, str]]:
    zone = zone_of(job)
    facts = [
        (_("Study"), str(job.study) if job.study else ""),
        (_("Asked for by"), str(job.asked_by or "")),
        (_("Asked for"), on_wall_clock(job.created_at, zone)),
        (_("Begun"), on_wall_clock(job.started_at, zone) if job.started_at else ""),
        (_("Ended"), on_wall_clock(job.ended_at, zone) if job.ended_at else ""),
        (_("File kept until"), on_wall_clock(job.kept_until, zone) if job.kept_until else ""),
    ]
    return [(name, value) for name, value in facts if value]
