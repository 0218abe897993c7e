"""Planning: rows from plans, for the hours ahead, any number of times with the same result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction

from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.prompts.inserting import PlannedRow, insert_planned
from esmpress.sampling.plan import PlannedPrompt, plan_day
from esmpress.sampling.schemes import Scheme
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.models import Schedule, Study

HORIZON = timedelta(hours=48)
ALGORITHM = 1

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
    """Insert the prompts up to the horizon that are not there yet; how many were new.

    Each participant is planned from where the last planning ended, so that an outage leaves no
    hole: what is past by now ends as not sent. Two planners at once wait for each other here,
    and a withdrawal waits until its prompts are there to be cancelled.
    """
    enrolment.set_start_dates(study)
    until = now + HORIZON
    participants = list(
        study.participants.enrolled().filter(start_date__isnull=False).select_for_update()
    )
    if not Study.objects.running().filter(pk=study.pk).exists():
        # Ended while we waited for its participants.
        return 0
    new = insert_planned(_rows_until(until, study, participants))
    study.participants.filter(pk__in=[participant.pk for participant in participants]).update(
        planned_until=until
    )
    return new


def _rows_until(
    until: datetime, study: Study, participants: Iterable[Participant]
) -> Iterator[PlannedRow]:
    schedules = [(schedule, schedule.parsed_scheme()) for schedule in study.schedules.all()]
    for participant in participants:
        begin = participant.planned_until or _joined_minute(study, participant)
        for schedule, scheme in schedules:
            for study_day, day in _days_between(begin, until, participant, scheme):
                for planned in _draw(study, participant, schedule, scheme, study_day, day):
                    if begin <= planned.scheduled_at < until:
                        yield _row(participant, schedule, scheme, study_day, planned)


def _joined_minute(study: Study, participant: Participant) -> datetime:
    """The minute a participant joined in: plans are in whole minutes, and that one still counts."""
    joined_at = enrolment.joined_at(study, participant)
    return joined_at.replace(second=0, microsecond=0)


def _days_between(
    begin: datetime, until: datetime, participant: Participant, scheme: Scheme
) -> Iterator[tuple[int, date]]:
    """Study days and their dates that can hold prompts between two instants.

    Begins a day early, for a window that crosses midnight belongs to the day it began on; ends a
    day late, for jitter can bring a prompt forward into the evening before its day.
    """
    assert participant.start_date is not None
    zone = ZoneInfo(participant.time_zone)
    first = begin.astimezone(zone).date() - timedelta(days=1)
    last = until.astimezone(zone).date() + timedelta(days=1)
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        study_day = (day - participant.start_date).days + 1
        if 1 <= study_day <= scheme.days:
            yield study_day, day


def _draw(  # noqa: PLR0917
    study: Study,
    participant: Participant,
    schedule: Schedule,
    scheme: Scheme,
    study_day: int,
    day: date,
) -> list[PlannedPrompt]:
    try:
        return plan_day(
            scheme,
            study_day=study_day,
            date=day,
            time_zone=ZoneInfo(participant.time_zone),
            seed=study.seed_bytes,
            schedule=schedule.pk,
            participant=participant.number,
            algorithm=ALGORITHM,
        )
    except InfeasibleDesign as error:
        # Feasible on every weekday, so a clock change takes the room: no other day may suffer.
        log.error(
            "day_cannot_be_planned",
            study=study.slug,
            participant=participant.code,
            study_day=study_day,
            reason=str(error),
        )
        return []


def _row(
    participant: Participant,
    schedule: Schedule,
    scheme: Scheme,
    study_day: int,
    planned: PlannedPrompt,
) -> PlannedRow:
    return PlannedRow(
        participant_id=participant.pk,
        schedule_id=schedule.pk,
        study_day=study_day,
        beep=planned.beep,
        scheduled_at=planned.scheduled_at,
        time_zone=participant.time_zone,
        utc_offset_minutes=planned.utc_offset_minutes,
        dst=planned.dst,
        open_until=planned.open_until,
        finish_within_minutes=scheme.finish_within_minutes,
        algorithm=ALGORITHM,
    )
