"""What a new version of a schedule would change, drawn by the code that will do it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from esmpress.participants.models import Participant
from esmpress.prompts.drawing import draw
from esmpress.prompts.inserting import from_microseconds
from esmpress.prompts.long_work import AT_ONCE
from esmpress.prompts.models import Prompt
from esmpress.prompts.replanning import find_replaceable
from esmpress.prompts.routes import Route, read_routes
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule, ScheduleVersion
from esmpress.studies.versions import check_version

DAY = timedelta(days=1)


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
    """What a new version changes among the prompts that are planned by now.

    Of `people` who have such prompts those of `counted` were looked at.
    """

    people: int
    counted: int
    removed: tuple[Occasion, ...]
    added: tuple[Occasion, ...]
    kept: tuple[Occasion, ...]
    frozen: tuple[Occasion, ...]


def preview_version(
    schedule: Schedule, scheme: Any, *, apply_from: date, now: datetime
) -> VersionDiff:
    """What confirming the version now would change; writes nothing.

    Where many people are concerned, of some of them alone: all would take as long as the planning.
    Raises ValidationError naming the field.
    """
    check_version(schedule, scheme, apply_from=apply_from, now=now)
    study = schedule.study
    participants = study.participants.taking_part().filter(planned_through__gte=apply_from)
    concerned = read_routes(study, participants, lock=False)
    routes = _spread(concerned)
    ids = [route.participant_id for route in routes]
    replaceable = find_replaceable(ids, from_date=apply_from, now=now)
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
        people=len(concerned),
        counted=len(routes),
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


def _spread(routes: list[Route]) -> list[Route]:
    """All of them, or as many as are drawn at once, evenly spread over their numbers."""
    if len(routes) <= AT_ONCE:
        return routes
    return [routes[place * len(routes) // AT_ONCE] for place in range(AT_ONCE)]


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
