"""Draws the prompts of local days: of many participants at once, one by one where it must."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import structlog

from esmpress.prompts.inserting import (
    DST,
    MINUTE_MICROSECONDS,
    ROW,
    Rows,
    to_microseconds,
)
from esmpress.prompts.models import Prompt, PromptQuerySet
from esmpress.prompts.routes import Route
from esmpress.prompts.standing import Standing, StandingPrompt, begin_of, triggered_since
from esmpress.sampling.clock import MINUTE, to_instant
from esmpress.sampling.day import plan_date
from esmpress.sampling.many import Batch, plan_many, read_clock
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.posing import LeftOut
from esmpress.sampling.wake_times import WakeTimes
from esmpress.studies.design import Protocol

ALGORITHM = 1
GAP, FOLD = DST.index("gap"), DST.index("fold")

log = structlog.get_logger(__name__)

Day = tuple[date, int | None, str, WakeTimes | None]


@dataclass
class Drawing:
    """What was drawn so far: rows, the zones they name by place, and what had no place."""

    protocol: Protocol
    rows: list[Rows] = field(default_factory=list)
    zones: dict[str, int] = field(default_factory=dict)
    left_out: Counter[tuple[date, str]] = field(default_factory=Counter)

    def all_rows(self) -> Rows:
        """The rows as one array."""
        return np.concatenate([np.empty(0, dtype=ROW), *self.rows])

    def zone_place(self, time_zone: str) -> int:
        """The place of a zone among `zones`."""
        return self.zones.setdefault(time_zone, len(self.zones))

    def note(self, on: date, left_out: LeftOut) -> None:
        """Count what had no place on a date."""
        name = self.protocol.schedules[left_out.schedule].name
        self.left_out[on, f"“{name}”: {left_out.reason}"] += 1


def draw(
    protocol: Protocol,
    days_of: Iterable[tuple[Route, Iterable[date]]],
    *,
    prompts: PromptQuerySet | None = None,
) -> Drawing:
    """Draw local days of participants, at a distance from the prompts that stand."""
    alike: dict[Day, list[Route]] = defaultdict(list)
    for route, days in days_of:
        for on in days:
            alike[on, route.arm_on(on), route.zone_on(on), route.wake].append(route)
    drawing = Drawing(protocol)
    alone: list[tuple[Day, Route]] = []
    crowded = _find_crowded(protocol, alike)
    for day, routes in alike.items():
        apart = [route for route in routes if not crowded(route, day[0])]
        alone += [(day, route) for route in routes if crowded(route, day[0])]
        alone += [(day, route) for route in _draw_together(drawing, day, apart)]
    standing = prompts if prompts is not None else Prompt.objects.all()
    _draw_alone(drawing, sorted(alone, key=lambda one: one[0][0]), standing)
    for (on, reason), count in drawing.left_out.items():
        log.error(
            "prompts_without_a_place",
            study=protocol.study.slug,
            date=on.isoformat(),
            count=count,
            reason=reason,
        )
    return drawing


@dataclass(frozen=True)
class _Crowded:
    """Whether prompts of another origin than the day's own plan can come too close to it."""

    protocol: Protocol
    days: int
    triggered: Collection[int]

    def __call__(self, route: Route, on: date) -> bool:
        return (
            route.participant_id in self.triggered
            or route.turned_near(on, self.days)
            or self.protocol.changed_near(on, days=self.days)
        )


def _find_crowded(protocol: Protocol, alike: dict[Day, list[Route]]) -> _Crowded:
    reach = _reach(protocol)
    triggered: set[int] = set()
    by_itself = (placed.parsed_scheme().asks_by_itself for placed in protocol.versions.values())
    if alike and not all(by_itself):
        ids = {route.participant_id for routes in alike.values() for route in routes}
        since = begin_of(min(day[0] for day in alike), reach=reach)
        triggered = triggered_since(ids, since=since)
    # Two days more: a window may reach into the next day, and so may jitter.
    return _Crowded(protocol, reach.days + 2, triggered)


def _reach(protocol: Protocol) -> timedelta:
    return max(protocol.gaps.values(), default=0) * MINUTE


def _draw_together(drawing: Drawing, day: Day, routes: list[Route]) -> list[Route]:
    """Draw a day of many; gives back those who have to be drawn one by one."""
    on, arm_id, time_zone, wake = day
    path = drawing.protocol.path(arm_id, on)
    if not (path and routes):
        return []
    zone = ZoneInfo(time_zone)
    planned = plan_many(
        path,
        on=on,
        people=[(route.number, route.start_date) for route in routes],
        time_zone=zone,
        wake=wake,
        seed=drawing.protocol.study.seed_bytes,
        algorithm=ALGORITHM,
    )
    for batch in planned.batches:
        drawing.rows.append(_rows_of(drawing, batch, day, routes))
    for _, left_out in planned.left_out:
        drawing.note(on, left_out)
    return [routes[place] for place in planned.alone]


def _rows_of(drawing: Drawing, batch: Batch, day: Day, routes: list[Route]) -> Rows:
    """The rows of a batch, without those before somebody joined."""
    on, _, time_zone, _ = day
    people = [routes[place] for place in batch.people]
    offsets, twice = read_clock(on, ZoneInfo(time_zone), batch.minutes)
    rows = np.empty(batch.minutes.shape, dtype=ROW)
    rows["participant_id"] = np.array([one.participant_id for one in people])[:, None]
    rows["study_day"] = np.array([(on - one.start_date).days + 1 for one in people])[:, None]
    rows["beep"] = np.arange(1, batch.minutes.shape[1] + 1)
    midnight = to_microseconds(to_instant(on, 0))
    rows["scheduled_at"] = midnight + batch.minutes * MINUTE_MICROSECONDS
    rows["utc_offset_minutes"] = offsets
    rows["dst"] = np.where(np.array(batch.moved), GAP, np.where(twice, FOLD, 0))
    _fill_alike(drawing, rows, batch.placed, on, time_zone)
    joined = np.array([to_microseconds(one.joined_at) for one in people])
    kept: Rows = rows[rows["scheduled_at"] >= joined[:, None]]
    return kept


def _fill_alike(drawing: Drawing, rows: Rows, placed: Placed, on: date, time_zone: str) -> None:
    """What all prompts of a schedule on a date have in common."""
    scheme = placed.scheme
    rows["schedule_id"] = placed.schedule
    rows["schedule_version_id"] = drawing.protocol.versions_on(on)[placed.schedule].pk
    rows["finish_within_minutes"] = scheme.finish_within_minutes
    window = scheme.response_window_minutes * MINUTE_MICROSECONDS
    rows["open_until"] = rows["scheduled_at"] + window
    rows["zone"] = drawing.zone_place(time_zone)


def _draw_alone(drawing: Drawing, days: list[tuple[Day, Route]], prompts: PromptQuerySet) -> None:
    """Draw days one by one, in the order of their dates."""
    if not days:
        return
    protocol = drawing.protocol
    ids = {route.participant_id for _, route in days}
    since = begin_of(days[0][0][0], reach=_reach(protocol))
    standing = Standing(protocol, prompts, participant_ids=ids, since=since)
    for day, route in days:
        for placed, planned in _plan_day(drawing, standing, day, route):
            drawing.rows.append(_rows_of_one(drawing, placed, planned, day, route))


def _plan_day(
    drawing: Drawing, standing: Standing, day: Day, route: Route
) -> Iterator[tuple[Placed, list[PlannedPrompt]]]:
    on, arm_id, time_zone, wake = day
    protocol = drawing.protocol
    path = protocol.path(arm_id, on)
    study_day = (on - route.start_date).days + 1
    versions = {version.schedule_id: version.pk for version in protocol.versions_on(on).values()}
    planned = plan_date(
        path,
        start_date=route.start_date,
        on=on,
        person=Person(route.number, ZoneInfo(time_zone), wake),
        seed=protocol.study.seed_bytes,
        taken=standing.taken(
            route.participant_id,
            study_day=study_day,
            versions=versions.values(),
            time_zone=time_zone,
        ),
        algorithm=ALGORITHM,
    )
    for left_out in planned.left_out:
        if left_out.beep is None or not standing.holds(
            route.participant_id,
            schedule_id=left_out.schedule,
            study_day=study_day,
            beep=left_out.beep,
        ):
            drawing.note(on, left_out)
    for placed in path:
        prompts = planned.prompts.get(placed.schedule, [])
        for prompt in prompts:
            stands = StandingPrompt(
                prompt.scheduled_at,
                versions[placed.schedule],
                placed.schedule,
                study_day,
                prompt.beep,
                time_zone,
                Prompt.Trigger.SCHEDULE,
            )
            standing.add(route.participant_id, stands)
        if prompts:
            yield placed, prompts


def _rows_of_one(
    drawing: Drawing, placed: Placed, prompts: list[PlannedPrompt], day: Day, route: Route
) -> Rows:
    on, _, time_zone, _ = day
    kept = [prompt for prompt in prompts if prompt.scheduled_at >= route.joined_at]
    rows = np.empty(len(kept), dtype=ROW)
    rows["participant_id"] = route.participant_id
    rows["study_day"] = (on - route.start_date).days + 1
    rows["beep"] = [prompt.beep for prompt in kept]
    rows["scheduled_at"] = [to_microseconds(prompt.scheduled_at) for prompt in kept]
    rows["utc_offset_minutes"] = [prompt.utc_offset_minutes for prompt in kept]
    rows["dst"] = [DST.index(prompt.dst) for prompt in kept]
    _fill_alike(drawing, rows, placed, on, time_zone)
    return rows
