"""Routes: which arm, zone and wake times count on each local day of each participant."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from esmpress.participants.models import Allocation, ParticipantQuerySet, ZoneChange
from esmpress.participants.moving import zone_among
from esmpress.sampling.schemes import parse_wake_times
from esmpress.sampling.wake_times import WakeTimes
from esmpress.studies.models import Study

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Route:
    """One participant as the planner sees them; `planned_through` is the last day planned."""

    participant_id: int
    number: int
    start_date: date
    planned_through: date
    joined_at: datetime
    time_zone: str
    arm_id: int | None
    wake: WakeTimes | None
    moves: Sequence[ZoneChange] = ()
    arms: Sequence[Allocation] = ()

    def zone_on(self, on: date) -> str:
        """The time zone of a local day."""
        return zone_among(self.moves, self.time_zone, on) if self.moves else self.time_zone

    def arm_on(self, on: date) -> int | None:
        """The arm of a local day."""
        applying = [one for one in self.arms if one.from_date is None or one.from_date <= on]
        return applying[-1].arm_id if applying else self.arm_id

    def turned_near(self, on: date, days: int) -> bool:
        """Whether a move or a change of arm began at most so many days before a date."""
        if not (self.moves or self.arms):
            return False
        dates = [move.from_date for move in self.moves]
        dates += [arm.from_date for arm in self.arms if arm.from_date is not None]
        return any(on - days * DAY <= one <= on for one in dates)

    def days_before(self, until: datetime) -> Iterator[date]:
        """The local days to plan: not planned yet, and beginning before an instant."""
        on = self.planned_through + DAY
        while on <= _last_day_before(until, self.zone_on(on)):
            yield on
            on += DAY

    def days_from(self, first: date) -> Iterator[date]:
        """The local days from a date on that are planned already."""
        on = max(first, self.start_date)
        while on <= self.planned_through:
            yield on
            on += DAY


@lru_cache(maxsize=1024)
def _last_day_before(until: datetime, time_zone: str) -> date:
    return (until - timedelta(microseconds=1)).astimezone(ZoneInfo(time_zone)).date()


def read_routes(
    study: Study, participants: ParticipantQuerySet, *, lock: bool = True
) -> list[Route]:
    """The routes of those of the participants who have a first day; locks their rows.

    Whoever waits for a planner here sees what it has planned.
    """
    assert study.launched_at is not None
    locked = participants.select_for_update(of=("self",), no_key=True) if lock else participants
    rows = list(
        locked.filter(start_date__isnull=False)
        .order_by("pk")
        .values_list(
            "pk",
            "number",
            "start_date",
            "planned_through",
            "enrolled_at",
            "time_zone",
            "arm_id",
            "wake_times",
        )
    )
    moves, arms = _moves_of(participants), _arms_of(participants)
    return [
        Route(
            participant_id=pk,
            number=number,
            start_date=start_date,
            planned_through=planned_through or start_date - DAY,
            # Plans are in whole minutes, and the one somebody joins in still counts.
            joined_at=max(enrolled_at, study.launched_at).replace(second=0, microsecond=0),
            time_zone=time_zone,
            arm_id=arm_id,
            wake=_parse_wake(json.dumps(wake_times)) if wake_times else None,
            moves=moves.get(pk, ()),
            arms=arms.get(pk, ()),
        )
        for (
            pk,
            number,
            start_date,
            planned_through,
            enrolled_at,
            time_zone,
            arm_id,
            wake_times,
        ) in rows
        if start_date is not None
    ]


@lru_cache(maxsize=4096)
def _parse_wake(text: str) -> WakeTimes:
    return parse_wake_times(json.loads(text))


def _moves_of(participants: ParticipantQuerySet) -> dict[int, list[ZoneChange]]:
    found: dict[int, list[ZoneChange]] = defaultdict(list)
    for change in ZoneChange.objects.filter(participant__in=participants).order_by("pk"):
        found[change.participant_id].append(change)
    return found


def _arms_of(participants: ParticipantQuerySet) -> dict[int, list[Allocation]]:
    """The allocations of whoever changed arms; most never do."""
    found: dict[int, list[Allocation]] = defaultdict(list)
    changed = Allocation.objects.filter(
        participant__in=participants, origin=Allocation.Origin.CHANGED
    )
    all_of_them = Allocation.objects.filter(participant__in=changed.values("participant"))
    for allocation in all_of_them.order_by("pk"):
        found[allocation.participant_id].append(allocation)
    return found
