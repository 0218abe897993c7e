"""Replanning: prompts not yet sent are drawn anew from a local day on; what was sent stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.db import connection, transaction

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

# What nobody was told of yet: waiting to be sent, called off by a pause or without room, not due
# soon, and without a message. In one statement with its removal, so that no worker comes between.
_REPLACEABLE = """
FROM prompts_prompt AS prompt
JOIN participants_participant AS participant ON participant.id = prompt.participant_id
WHERE participant.id = ANY(%(ids)s)
  AND participant.start_date + prompt.study_day - 1 >= %(from_date)s
  AND prompt.trigger = 'schedule'
  AND (prompt.status = 'planned' AND prompt.sent_at IS NULL
       OR prompt.status = 'cancelled' AND prompt.status_reason = 'paused'
       OR prompt.status = 'not_sent' AND prompt.status_reason = 'no_room')
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
    # The study before its participants, as everybody who plans locks them.
    its_id = participants.order_by().values("study")
    study = Study.objects.select_for_update().filter(pk__in=its_id).first()
    if study is None or not study.is_running:
        return 0
    locked = participants.taking_part().select_for_update(of=("self",), no_key=True)
    ids = list(locked.order_by("pk").values_list("pk", flat=True))
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
    protocol = Protocol(study)
    planned = _planned_from(protocol, routes, apply_from)
    frozen = {key: one.occasion for key, one in planned.items() if one.pk not in replaceable}
    before = {
        key: one.occasion
        for key, one in planned.items()
        if one.pk in replaceable and one.status != Prompt.Status.NOT_SENT
    }
    protocol.add(_unsaved(schedule, scheme, apply_from, now))
    after = _draw_without(replaceable, protocol, routes, apply_from)
    after = {key: one for key, one in after.items() if key not in frozen}
    same = {key for key, one in after.items() if before.get(key) == one}
    return VersionDiff(
        removed=tuple(one for key, one in before.items() if key not in same),
        added=tuple(one for key, one in after.items() if key not in same),
        kept=tuple(one for key, one in before.items() if key in same),
        frozen=tuple(frozen.values()),
    )


Key = tuple[int, int, int, int]


class _Planned(NamedTuple):
    """A row of the table, as little of it as a comparison takes."""

    pk: int
    status: str
    occasion: Occasion


def _find_replaceable(routes: Iterable[Route], from_date: date, now: datetime) -> set[int]:
    ids = [route.participant_id for route in routes]
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"ids": ids, "from_date": from_date, "soon": now + MARGIN})
        return {pk for (pk,) in cursor.fetchall()}


def _planned_from(
    protocol: Protocol, routes: Iterable[Route], from_date: date
) -> dict[Key, _Planned]:
    """The prompts of local days from a date on, whatever became of them."""
    by_id = {route.participant_id: route for route in routes}
    found: dict[Key, _Planned] = {}
    for pk, status, *key, scheduled_at, time_zone in _rows_since(from_date, by_id):
        participant_id, schedule_id, study_day, beep = key
        route = by_id[participant_id]
        if route.start_date + (study_day - 1) * DAY >= from_date:
            occasion = Occasion(
                participant=Participant(number=route.number).code,
                schedule=protocol.schedules[schedule_id].name,
                study_day=study_day,
                beep=beep,
                scheduled_at=scheduled_at,
                time_zone=time_zone,
            )
            found[participant_id, schedule_id, study_day, beep] = _Planned(pk, status, occasion)
    return found


def _rows_since(from_date: date, participant_ids: Iterable[int]) -> Iterator[tuple[Any, ...]]:
    # A local day begins up to 14 hours before the date does in UTC, and some prompts before that.
    begin = datetime.combine(from_date, time.min, UTC) - 2 * DAY
    prompts = Prompt.objects.filter(
        trigger=Prompt.Trigger.SCHEDULE,
        participant__in=list(participant_ids),
        scheduled_at__gte=begin,
    )
    return (
        prompts.order_by("participant__number", "scheduled_at")
        .values_list(
            "pk",
            "status",
            "participant_id",
            "schedule_id",
            "study_day",
            "beep",
            "scheduled_at",
            "time_zone",
        )
        .iterator()
    )


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
    """What would be asked on the days planned by now, were some prompts not there."""
    days = [(route, route.days_from(from_date)) for route in routes]
    drawing = draw(protocol, days, prompts=Prompt.objects.exclude(pk__in=removed))
    numbers = {route.participant_id: route.number for route in routes}
    zones = list(drawing.zones)
    found: dict[Key, Occasion] = {}
    rows = drawing.all_rows()
    for row in rows[rows["no_room"] == 0]:
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
