"""Planning: rows from plans, for the hours ahead, any number of times with the same result."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import structlog
from django.db import transaction

from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.sampling.plan import PlannedPrompt, plan_day
from esmpress.sampling.schemes import Scheme
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.studies.models import Schedule, Study

HORIZON = timedelta(hours=48)
ALGORITHM = 1
BATCH = 1000

log = structlog.get_logger(__name__)

Place = tuple[int, int, int, int]


def plan_running_studies(*, now: datetime) -> int:
    """Plan every running study; the number of prompts that are new."""
    return sum(plan_study(study, now=now) for study in Study.objects.running())


@transaction.atomic
def plan_study(study: Study, *, now: datetime) -> int:
    """Insert the prompts from `now` to the horizon that are not there yet; how many were new.

    Two at once are harmless: the second finds the rows of the first (ON CONFLICT DO NOTHING).
    """
    enrolment.set_start_dates(study)
    known = _known_places(study, now=now)
    new = [prompt for prompt in _prompts_ahead(study, now=now) if _place(prompt) not in known]
    Prompt.objects.bulk_create(new, batch_size=BATCH, ignore_conflicts=True)
    return len(new)


def _from_minute(now: datetime) -> datetime:
    """The minute `now` lies in: plans are in whole minutes, and this one is not over yet."""
    return now.replace(second=0, microsecond=0)


def _known_places(study: Study, *, now: datetime) -> set[Place]:
    ahead = Prompt.objects.filter(
        participant__study=study,
        scheduled_at__gte=_from_minute(now),
        scheduled_at__lte=now + HORIZON,
    )
    return set(ahead.values_list("participant_id", "schedule_id", "study_day", "beep"))


def _place(prompt: Prompt) -> Place:
    return (prompt.participant_id, prompt.schedule_id, prompt.study_day, prompt.beep)


def _prompts_ahead(study: Study, *, now: datetime) -> Iterator[Prompt]:
    schedules = [(schedule, schedule.parsed_scheme()) for schedule in study.schedules.all()]
    for participant in study.participants.enrolled().filter(start_date__isnull=False):
        for schedule, scheme in schedules:
            for study_day, day in _days_ahead(participant, scheme, now=now):
                for planned in _draw(study, participant, schedule, scheme, study_day, day):
                    if _from_minute(now) <= planned.scheduled_at <= now + HORIZON:
                        yield _prompt(participant, schedule, scheme, study_day, planned)


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


def _days_ahead(
    participant: Participant, scheme: Scheme, *, now: datetime
) -> Iterator[tuple[int, date]]:
    """Study days and their dates that can hold prompts before the horizon.

    Begins a day early: a window that crosses midnight belongs to the day it began on.
    """
    assert participant.start_date is not None
    zone = ZoneInfo(participant.time_zone)
    first = now.astimezone(zone).date() - timedelta(days=1)
    last = (now + HORIZON).astimezone(zone).date()
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        study_day = (day - participant.start_date).days + 1
        if 1 <= study_day <= scheme.days:
            yield study_day, day


def _prompt(
    participant: Participant,
    schedule: Schedule,
    scheme: Scheme,
    study_day: int,
    planned: PlannedPrompt,
) -> Prompt:
    return Prompt(
        participant=participant,
        schedule=schedule,
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
