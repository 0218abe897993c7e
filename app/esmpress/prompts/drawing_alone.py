"""Draws local days one by one, where prompts that stand can come too close."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.prompts.drawn import ALGORITHM, Day, Drawing, fill_alike, longest_gap
from esmpress.prompts.inserting import DST, ROW, Rows, to_microseconds
from esmpress.prompts.models import Prompt, PromptQuerySet
from esmpress.prompts.routes import Route
from esmpress.prompts.standing import Standing, StandingPrompt, begin_of
from esmpress.sampling.day import PlannedDay, Taken, plan_date
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt


def draw_alone(drawing: Drawing, days: list[tuple[Day, Route]], prompts: PromptQuerySet) -> None:
    """Add the prompts of days, in the order of their dates, at a distance from `prompts`."""
    if not days:
        return
    protocol = drawing.protocol
    ids = {route.participant_id for _, route in days}
    since = begin_of(days[0][0][0], reach=longest_gap(protocol))
    standing = Standing(protocol, prompts, participant_ids=ids, since=since)
    for day, route in days:
        drawing.rows += _Occasions(drawing, standing, day, route).draw()


@dataclass(frozen=True)
class _Occasions:
    """One local day of one participant."""

    drawing: Drawing
    standing: Standing
    day: Day
    route: Route

    @property
    def study_day(self) -> int:
        return (self.day[0] - self.route.start_date).days + 1

    @property
    def path(self) -> tuple[Placed, ...]:
        on, arm_id, _, _ = self.day
        return self.drawing.protocol.path(arm_id, on)

    def draw(self) -> Iterator[Rows]:
        """The rows of the day; an occasion that others leave no minute is there, but not sent."""
        planned = self._plan(self._taken())
        lost = set()
        for left_out in planned.left_out:
            if left_out.beep is None or not self._stands(left_out.schedule, left_out.beep):
                self.drawing.note(self.day[0], left_out)
                lost.add((left_out.schedule, left_out.beep))
        undisturbed = self._plan(()) if any(beep for _, beep in lost) else planned
        for placed in self.path:
            prompts = planned.prompts.get(placed.schedule, [])
            self._note(placed, prompts)
            yield self._rows(placed, prompts)
            every = undisturbed.prompts.get(placed.schedule, [])
            yield self._rows(
                placed,
                [one for one in every if (placed.schedule, one.beep) in lost],
                no_room=True,
            )

    def _plan(self, taken: Iterable[Taken]) -> PlannedDay:
        on, _, time_zone, wake = self.day
        return plan_date(
            self.path,
            start_date=self.route.start_date,
            on=on,
            person=Person(self.route.number, ZoneInfo(time_zone), wake),
            seed=self.drawing.protocol.study.seed_bytes,
            taken=taken,
            algorithm=ALGORITHM,
        )

    def _taken(self) -> list[Taken]:
        versions = self.drawing.protocol.versions_on(self.day[0]).values()
        return self.standing.taken(
            self.route.participant_id,
            study_day=self.study_day,
            versions={version.pk for version in versions},
            time_zone=self.day[2],
        )

    def _stands(self, schedule_id: int, beep: int) -> bool:
        return self.standing.holds(
            self.route.participant_id,
            schedule_id=schedule_id,
            study_day=self.study_day,
            beep=beep,
        )

    def _note(self, placed: Placed, prompts: list[PlannedPrompt]) -> None:
        """Count what was drawn among what stands, for the days to come."""
        version = self.drawing.protocol.versions_on(self.day[0])[placed.schedule]
        for prompt in prompts:
            if not self._stands(placed.schedule, prompt.beep):
                stands = StandingPrompt(
                    at=prompt.scheduled_at,
                    schedule_version_id=version.pk,
                    schedule_id=placed.schedule,
                    study_day=self.study_day,
                    beep=prompt.beep,
                    time_zone=self.day[2],
                    trigger=Prompt.Trigger.SCHEDULE,
                )
                self.standing.add(self.route.participant_id, stands)

    def _rows(self, placed: Placed, prompts: list[PlannedPrompt], *, no_room: bool = False) -> Rows:
        """The rows of prompts, without those before the participant joined."""
        kept = [prompt for prompt in prompts if prompt.scheduled_at >= self.route.joined_at]
        rows = np.empty(len(kept), dtype=ROW)
        rows["participant_id"] = self.route.participant_id
        rows["study_day"] = self.study_day
        rows["beep"] = [prompt.beep for prompt in kept]
        rows["scheduled_at"] = [to_microseconds(prompt.scheduled_at) for prompt in kept]
        rows["utc_offset_minutes"] = [prompt.utc_offset_minutes for prompt in kept]
        rows["dst"] = [DST.index(prompt.dst) for prompt in kept]
        fill_alike(self.drawing, rows, placed, self.day[0], self.day[2])
        rows["no_room"] = no_room
        return rows
