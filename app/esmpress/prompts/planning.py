"""Planning: rows from plans, for the days ahead, any number of times with the same result."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import groupby

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

log = structlog.get_logger(__name__)


def plan_running_studies(*, now: datetime) -> int:
    """Plan every running study; the number of prompts that are new.

    A study that cannot be planned is logged as an error and holds up no other.
    """
    planned = 0
    for study in Study.objects.running():
        try:
            planned += plan_study(study, now=now)
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
    allocate_waiting(study, now=now)
    enrolment.set_start_dates(study)
    latest = (now + HORIZON + EASTERNMOST).date()
    behind = Q(planned_through__isnull=True) | Q(planned_through__lt=latest)
    return plan_participants(study, study.participants.taking_part().filter(behind), now=now)


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
