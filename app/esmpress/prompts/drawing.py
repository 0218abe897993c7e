"""Draws the prompts of local days: of many participants at once, one by one where it must."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.prompts.drawing_alone import draw_alone
from esmpress.prompts.drawn import ALGORITHM, Day, Drawing, fill_alike, longest_gap
from esmpress.prompts.inserting import (
    DST,
    MINUTE_MICROSECONDS,
    ROW,
    Rows,
    to_microseconds,
)
from esmpress.prompts.models import Prompt, PromptQuerySet
from esmpress.prompts.routes import Route
from esmpress.prompts.standing import begin_of, triggered_since
from esmpress.sampling.clock import to_instant
from esmpress.sampling.many import Batch, plan_many, read_clock
from esmpress.studies.design import Protocol

GAP, FOLD = DST.index("gap"), DST.index("fold")


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
        apart, near = crowded.split(routes, day[0])
        near += _draw_together(drawing, day, apart)
        alone += [(day, route) for route in near]
    standing = prompts if prompts is not None else Prompt.objects.all()
    draw_alone(drawing, sorted(alone, key=lambda one: one[0][0]), standing)
    drawing.log_left_out()
    return drawing


@dataclass(frozen=True)
class _Crowded:
    """Where prompts of another origin than a day's own plan can come too close to it."""

    protocol: Protocol
    days: int
    triggered: Collection[int]

    def split(self, routes: list[Route], on: date) -> tuple[list[Route], list[Route]]:
        """Those who can be drawn together on a date, and those who cannot."""
        if self.protocol.changed_near(on, days=self.days):
            return [], list(routes)
        apart: list[Route] = []
        near: list[Route] = []
        for route in routes:
            is_near = route.participant_id in self.triggered or route.turned_near(on, self.days)
            (near if is_near else apart).append(route)
        return apart, near


def _find_crowded(protocol: Protocol, alike: dict[Day, list[Route]]) -> _Crowded:
    reach = longest_gap(protocol)
    triggered: set[int] = set()
    by_itself = (placed.parsed_scheme().asks_by_itself for placed in protocol.versions.values())
    if alike and not all(by_itself):
        ids = {route.participant_id for routes in alike.values() for route in routes}
        since = begin_of(min(day[0] for day in alike), reach=reach)
        triggered = triggered_since(ids, since=since)
    # Two days more: a window may reach into the next day, and so may jitter.
    return _Crowded(protocol, reach.days + 2, triggered)


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
    fill_alike(drawing, rows, batch.placed, on, time_zone)
    joined = np.array([to_microseconds(one.joined_at) for one in people])
    kept: Rows = rows[rows["scheduled_at"] >= joined[:, None]]
    return kept
