"""Planning: rows from plans, for the days ahead, any number of times with the same result."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import batched, groupby

import structlog
from django.db import transaction
from django.db.models import Q

from esmpress.participants import enrolment
from esmpress.participants.allocating import allocate_waiting
from esmpress.participants.models import Participant, ParticipantQuerySet
from esmpress.prompts.drawing import draw
from esmpress.prompts.drawn import ALGORITHM
from esmpress.prompts.inserting import insert_planned
from esmpress.prompts.routes import read_routes
from esmpress.studies.design import Protocol
from esmpress.studies.models import Study

HORIZON = timedelta(hours=48)
# Where the date is latest: no local day begins earlier than there.
EASTERNMOST = timedelta(hours=14)
# People planned in one transaction by the sweep: whoever acts on one of them waits no longer.
AT_ONCE = 500

log = structlog.get_logger(__name__)


def plan_running_studies(*, now: datetime) -> int:
    """Plan every running study; the number of prompts that are new.

    A study that cannot be planned is logged as an error and holds up no other.
    """
    planned = 0
    for study in Study.objects.running():
        try:
            planned += plan_in_steps(study, at_once=AT_ONCE, now=now)
        except Exception:
            log.exception("study_cannot_be_planned", study=study.slug)
    return planned


@transaction.atomic
def plan_study(study: Study, *, now: datetime) -> int:
    """Insert the prompts of all local days up to the horizon; how many were new.

    Each participant is planned from the day after the last one planned, so that an outage leaves
    no hole: what is past by now ends as not sent. Two planners at once wait for each other here,
    and a withdrawal waits until its prompts are there to be cancelled.
    """
    _prepare(study, now=now)
    return plan_participants(study, _behind(study, now=now), now=now)


def plan_in_steps(
    study: Study,
    *,
    at_once: int,
    now: datetime,
    report: Callable[[int, int], None] | None = None,
) -> int:
    """Plan as `plan_study` does, so many people in each transaction; how many prompts were new.

    What ends it early leaves each of them planned or waiting. `report` hears after each step how
    many people of how many are planned.
    """
    _prepare(study, now=now)
    waiting = waiting_for_plan(study, now=now)
    done = new = 0
    for some in batched(waiting, at_once):
        people = study.participants.taking_part().filter(pk__in=some)
        new += plan_participants(study, people, now=now)
        done += len(some)
        if report:
            report(done, len(waiting))
    return new


def waiting_for_plan(study: Study, *, now: datetime) -> list[int]:
    """Who has a day up to the horizon that is not planned, by id."""
    routes = read_routes(study, _behind(study, now=now), lock=False)
    until = now + HORIZON
    return [one.participant_id for one in routes if any(True for _ in one.days_before(until))]


@transaction.atomic
def plan_new(study: Study, people: Iterable[Participant], *, now: datetime) -> int:
    """Plan people who were just enrolled, and nobody else; how many prompts were new."""
    _prepare(study, now=now)
    ids = [one.pk for one in people]
    return plan_participants(study, study.participants.taking_part().filter(pk__in=ids), now=now)


def _prepare(study: Study, *, now: datetime) -> None:
    """Give those who have none an arm and a first day."""
    allocate_waiting(study, now=now)
    enrolment.set_start_dates(study)


def _behind(study: Study, *, now: datetime) -> ParticipantQuerySet:
    """Those whose last planned day is not as late as any day in the horizon can be."""
    latest = (now + HORIZON + EASTERNMOST).date()
    behind = Q(planned_through__isnull=True) | Q(planned_through__lt=latest)
    return study.participants.taking_part().filter(behind)


@transaction.atomic
def plan_participants(study: Study, participants: ParticipantQuerySet, *, now: datetime) -> int:
    """Plan some participants of a study, each from their own last day; how many are new."""
    routes = read_routes(study, participants)
    if not routes or not Study.objects.running().filter(pk=study.pk).exists():
        # Ended while we waited for its participants.
        return 0
    days = [(route, list(route.days_before(now + HORIZON))) for route in routes]
    drawing = draw(Protocol(study), days)
    new = insert_planned(
        drawing.all_rows(), zones=list(drawing.zones), algorithm=ALGORITHM, now=now
    )
    planned = sorted((dates[-1], route.participant_id) for route, dates in days if dates)
    for last, alike in groupby(planned, key=lambda one: one[0]):
        Participant.objects.filter(pk__in=[pk for _, pk in alike]).update(planned_through=last)
    return new
