"""Replanning: prompts not yet sent are drawn anew from a local day on; what was sent stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Q

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Participant, ParticipantQuerySet
from esmpress.prompts.drawing import draw
from esmpress.prompts.inserting import from_microseconds
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_participants
from esmpress.prompts.routes import Route, read_routes
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule, ScheduleVersion, Study
from esmpress.studies.versions import add_version, check_version

DAY = timedelta(days=1)
# Messages are entered into the ledger a minute before they are due; what is due sooner stands.
MARGIN = timedelta(minutes=5)

# What nobody was told of yet: waiting to be sent or called off by a pause, not due soon, and
# without a message. In one statement with its removal, so that no worker comes in between.
_REPLACEABLE = """
FROM prompts_prompt AS prompt
JOIN participants_participant AS participant ON participant.id = prompt.participant_id
WHERE participant.id = ANY(%(ids)s)
  AND participant.start_date + prompt.study_day - 1 >= %(from_date)s
  AND prompt.trigger = 'schedule'
  AND (prompt.status = 'planned' AND prompt.sent_at IS NULL
       OR prompt.status = 'cancelled' AND prompt.status_reason = 'paused')
  AND prompt.scheduled_at > %(soon)s
  AND NOT EXISTS (SELECT FROM delivery_notification AS row WHERE row.prompt_id = prompt.id)
"""
_FIND = f"SELECT prompt.id {_REPLACEABLE}"
_REMOVE = f"DELETE FROM prompts_prompt WHERE id IN (SELECT prompt.id {_REPLACEABLE})"  # noqa: S608
_REWIND = """
UPDATE participants_participant
   SET planned_through = LEAST(planned_through, GREATEST(%(from_date)s, start_date) - 1)
 WHERE id = ANY(%(ids)s) AND planned_through IS NOT NULL
"""


class Occasion(NamedTuple):
    """A planned prompt in words: whose, which, and when."""

    participant: str
    schedule: str
    study_day: int
    beep: int
    scheduled_at: datetime
    time_zone: str


@dataclass(frozen=True)
class VersionDiff:
    """What a new version changes among the prompts that are planned by now."""

    removed: tuple[Occasion, ...]
    added: tuple[Occasion, ...]
    kept: tuple[Occasion, ...]
    frozen: tuple[Occasion, ...]


@transaction.atomic
def replace_unsent(participants: ParticipantQuerySet, *, from_date: date, now: datetime) -> int:
    """Draw the unsent prompts of local days from a date on anew; how many there are now.

    The participants are of one study. Prompts that were sent, or are due within minutes, stand,
    and the new ones keep their distance from them.
    """
    ids = list(
        participants.taking_part()
        .select_for_update(no_key=True)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    study = Study.objects.running().filter(participants__in=ids).first()
    if study is None:
        return 0
    values: dict[str, Any] = {"ids": ids, "from_date": from_date, "soon": now + MARGIN}
    with connection.cursor() as cursor:
        cursor.execute(_REMOVE, values)
        cursor.execute(_REWIND, values)
    return plan_participants(study, Participant.objects.filter(pk__in=ids), now=now)


@transaction.atomic
def confirm_version(
    schedule: Schedule,
    scheme: Any,
    *,
    apply_from: date,
    now: datetime,
    researcher: Researcher | None,
) -> ScheduleVersion:
    """Add a version to a running study's schedule and draw what is unsent by it from its date on.

    Raises ValidationError naming the field.
    """
    version = add_version(schedule, scheme, apply_from=apply_from, now=now, researcher=researcher)
    participants = Participant.objects.filter(study=schedule.study_id)
    replace_unsent(
        participants.filter(planned_through__gte=apply_from), from_date=apply_from, now=now
    )
    return version


def preview_version(
    schedule: Schedule, scheme: Any, *, apply_from: date, now: datetime
) -> VersionDiff:
    """What confirming the version now would change; writes nothing.

    Raises ValidationError naming the field.
    """
    check_version(schedule, scheme, apply_from=apply_from, now=now)
    study = schedule.study
    participants = study.participants.taking_part().filter(planned_through__gte=apply_from)
    routes = read_routes(study, participants, lock=False)
    replaceable = _find_replaceable(routes, apply_from, now)
    planned = _planned_from(routes, apply_from)
    before = {key: prompt for key, prompt in planned.items() if prompt.pk in replaceable}
    frozen = {key: prompt for key, prompt in planned.items() if prompt.pk not in replaceable}
    protocol = Protocol(study)
    protocol.add(_unsaved(schedule, scheme, apply_from, now))
    after = _draw_without(replaceable, protocol, routes, apply_from)
    after = {key: one for key, one in after.items() if key not in frozen}
    told = {key: _told(prompt) for key, prompt in planned.items()}
    same = {key for key, one in after.items() if key in before and told[key] == one}
    return VersionDiff(
        removed=tuple(told[key] for key in before if key not in same),
        added=tuple(one for key, one in after.items() if key not in same),
        kept=tuple(told[key] for key in before if key in same),
        frozen=tuple(told[key] for key in frozen),
    )


Key = tuple[int, int, int, int]


def _find_replaceable(routes: Iterable[Route], from_date: date, now: datetime) -> set[int]:
    ids = [route.participant_id for route in routes]
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"ids": ids, "from_date": from_date, "soon": now + MARGIN})
        return {pk for (pk,) in cursor.fetchall()}


def _planned_from(routes: Iterable[Route], from_date: date) -> dict[Key, Prompt]:
    """The prompts of local days from a date on, whatever became of them."""
    starts = {route.participant_id: route.start_date for route in routes}
    prompts = Prompt.objects.filter(
        Q(trigger=Prompt.Trigger.SCHEDULE), participant__in=starts
    ).select_related("participant", "schedule")
    return {
        (one.participant_id, one.schedule_id, one.study_day, one.beep): one
        for one in prompts.order_by("participant__number", "scheduled_at")
        if starts[one.participant_id] + (one.study_day - 1) * DAY >= from_date
    }


def _unsaved(schedule: Schedule, scheme: Any, apply_from: date, now: datetime) -> ScheduleVersion:
    number = schedule.versions.count() + 1
    return ScheduleVersion(
        pk=0,
        schedule=schedule,
        number=number,
        scheme=scheme,
        apply_from=apply_from,
        confirmed_at=now,
    )


def _draw_without(
    removed: set[int], protocol: Protocol, routes: list[Route], from_date: date
) -> dict[Key, Occasion]:
    """What would be drawn for the days planned by now, were some prompts not there."""
    days = [(route, route.days_from(from_date)) for route in routes]
    drawing = draw(protocol, days, prompts=Prompt.objects.exclude(pk__in=removed))
    numbers = {route.participant_id: route.number for route in routes}
    zones = list(drawing.zones)
    found: dict[Key, Occasion] = {}
    for row in drawing.all_rows():
        participant_id, schedule_id = int(row["participant_id"]), int(row["schedule_id"])
        key = (participant_id, schedule_id, int(row["study_day"]), int(row["beep"]))
        found[key] = Occasion(
            participant=Participant(number=numbers[participant_id]).code,
            schedule=protocol.schedules[schedule_id].name,
            study_day=key[2],
            beep=key[3],
            scheduled_at=from_microseconds(int(row["scheduled_at"])),
            time_zone=zones[row["zone"]],
        )
    return found


def _told(prompt: Prompt) -> Occasion:
    return Occasion(
        participant=prompt.participant.code,
        schedule=prompt.schedule.name,
        study_day=prompt.study_day,
        beep=prompt.beep,
        scheduled_at=prompt.scheduled_at,
        time_zone=prompt.time_zone,
    )
