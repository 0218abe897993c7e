"""Planning many people as long work: after a launch, or after a change of a running study."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import DateField, ExpressionWrapper, F, Max
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext, gettext_lazy

from esmpress.accounts.models import Researcher
from esmpress.jobs.asking import ask_for
from esmpress.jobs.assignment import Assignment, CannotBeDone, Outcome
from esmpress.jobs.kinds import Kind, register
from esmpress.jobs.models import Job
from esmpress.prompts.lifecycle import NO_ROOM
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_in_steps, waiting_for_plan
from esmpress.studies.models import Study
from esmpress.studies.rights import Right

# So many people are planned while somebody waits for the page, and in each step of the work.
AT_ONCE = 50
# What a job is told: how many people; after a change its version, its first date, how many prompts
# it removed, and the last prompt there was.
PEOPLE, VERSION, FROM, WITHDRAWN, LAST = "people", "version", "from", "withdrawn", "last"


class Change(NamedTuple):
    """A version that was confirmed, the date it applies from, how many prompts it removed."""

    version_id: int
    from_date: date
    withdrawn: int


def ask_for_plan(
    study: Study,
    *,
    asked_by: Researcher,
    people: int,
    change: Change | None = None,
    now: datetime,
) -> Job:
    """The work that plans whoever waits for it in a study.

    Takes the transaction of the change, once the participants are locked. Whoever calls this wakes
    the workers once it is committed.
    """
    told: dict[str, Any] = {PEOPLE: people}
    if change is not None:
        told |= {
            VERSION: change.version_id,
            FROM: change.from_date.isoformat(),
            WITHDRAWN: change.withdrawn,
            LAST: Prompt.objects.aggregate(last=Max("pk"))["last"] or 0,
        }
    return ask_for(PLAN.name, study=study, asked_by=asked_by, parameters=told, now=now)


def _plan(assignment: Assignment) -> Outcome:
    people = assignment.job.parameters[PEOPLE]

    def report(done: int, waiting: int) -> None:
        # A run before this one, or the sweep, has planned the others.
        total = max(people, waiting)
        assignment.progress(total - waiting + done, total)

    plan_in_steps(assignment.study, at_once=AT_ONCE, now=assignment.now, report=report)
    assignment.study.refresh_from_db()
    if not assignment.study.is_running:
        raise CannotBeDone(gettext("The study has ended: nothing more is planned in it."))
    return Outcome(_done_in_words(assignment.job))


def _done_in_words(job: Job) -> str:
    if FROM not in job.parameters:
        words = gettext("The first days are planned. People: %(people)s; prompts: %(drawn)s.")
    else:
        words = gettext(
            "The plan from %(date)s on is up to date. People whose plan changed: %(people)s; "
            "prompts withdrawn: %(withdrawn)s; prompts drawn anew: %(drawn)s."
        )
    return words % {
        "date": _first_date(job),
        "people": _number(job.parameters[PEOPLE]),
        "withdrawn": _number(job.parameters.get(WITHDRAWN, 0)),
        "drawn": _number(_drawn_since(job)),
    }


def _drawn_since(job: Job) -> int:
    """Prompts that came since the change, whichever run or sweep has drawn them."""
    new = Prompt.objects.filter(
        participant__study=job.study,
        trigger=Prompt.Trigger.SCHEDULE,
        pk__gt=job.parameters.get(LAST, 0),
    ).exclude(status_reason=NO_ROOM)
    if FROM in job.parameters:
        on = ExpressionWrapper(
            F("participant__start_date") + F("study_day") - 1, output_field=DateField()
        )
        new = new.alias(on=on).filter(on__gte=job.parameters[FROM])
    return new.count()


def _left_in_words(job: Job, *, now: datetime) -> str:
    """Who is not planned yet, of work that ended early; empty where nobody is."""
    study = Study.objects.running().filter(jobs=job).first()
    left = len(waiting_for_plan(study, now=now)) if study else 0
    if not left:
        return ""
    if FROM in job.parameters:
        words = gettext(
            "People who have their plan from %(date)s on: %(planned)s of %(people)s. The others "
            "get theirs by “Finish what is left”, or by itself within an hour; until then nothing "
            "is sent to them from that date on."
        )
    else:
        words = gettext(
            "People whose first days are planned: %(planned)s of %(people)s. The others get theirs "
            "by “Finish what is left”, or by itself within an hour; until then nothing is sent to "
            "them."
        )
    people = max(job.parameters[PEOPLE], left)
    return words % {
        "date": _first_date(job),
        "planned": _number(people - left),
        "people": _number(people),
    }


def _reached_in_words(done: int, total: int) -> str:
    return gettext("%(done)s of %(total)s people") % {
        "done": _number(done),
        "total": _number(total),
    }


def _first_date(job: Job) -> str:
    on = job.parameters.get(FROM)
    return date_format(date.fromisoformat(on)) if on else ""


def _number(count: int) -> str:
    return number_format(count, force_grouping=True)


PLAN = register(
    Kind(
        "plan",
        gettext_lazy("Planning of prompts"),
        _plan,
        Right.EDIT_DESIGN,
        reached=_reached_in_words,
        in_steps=True,
        left=_left_in_words,
    )
)
