"""The arm and phase of each prompt's study day, for all prompts of a study at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from esmpress.delivery.cremas.asked import Column
from esmpress.participants.models import Allocation
from esmpress.studies.models import Phase, Schedule, Study

NONE = 0


@dataclass(frozen=True)
class Turn:
    """From a study day on (None: from the first) a participant is in an arm."""

    number: int
    arm_id: int
    from_day: int | None


@dataclass(frozen=True)
class Stages:
    """What arms and phases of a study are told from, read once."""

    names: dict[int, str]
    phase_names: dict[int, str]
    schedules: list[Schedule]
    own_phases: list[Phase]
    turns: list[Turn]

    def arms(self, number: Column, day: Column) -> Column:
        """The arm of each prompt; the last allocation that had begun counts, as in exports."""
        drawn = {turn.number: turn.arm_id for turn in self.turns if turn.from_day is None}
        of_number = np.zeros(max([*drawn, int(number.max(initial=0))]) + 1, dtype=np.int32)
        of_number[np.array(list(drawn), dtype=int)] = list(drawn.values())
        arm = of_number[number]
        for turn in self.turns:
            if turn.from_day is not None:
                arm[(number == turn.number) & (day >= turn.from_day)] = turn.arm_id
        return arm

    def phases(self, schedule: Column, day: Column, arm: Column) -> Column:
        """The phase of each prompt: its schedule's, or that of its day on the arm's path."""
        phase = np.zeros(len(day), dtype=np.int32)
        for arm_id in np.unique(arm):
            own = [one for one in self.own_phases if one.arm_id in {None, int(arm_id)}]
            ids = np.array([*(one.pk for one in own), NONE], dtype=np.int32)
            last_days = np.cumsum([one.days for one in own])
            there = arm == arm_id
            phase[there] = ids[np.searchsorted(last_days, day[there])]
        for one in self.schedules:
            if one.phase_id is not None:
                phase[schedule == one.pk] = one.phase_id
        return phase


def read_stages(study: Study) -> Stages:
    """The arms, phases, schedules and allocations of a study; four statements."""
    allocations = Allocation.objects.filter(participant__study=study).order_by("pk")
    turns = allocations.values_list(
        "participant__number", "arm_id", "from_date", "participant__start_date"
    )
    phases = list(study.phases.all())
    return Stages(
        names=dict(study.arms.values_list("pk", "name")),
        phase_names={phase.pk: phase.name for phase in phases},
        schedules=list(study.schedules.select_related("phase").order_by("pk")),
        own_phases=phases,
        turns=[
            Turn(number, arm_id, _study_day(from_date, start_date))
            for number, arm_id, from_date, start_date in turns
        ],
    )


def _study_day(on: date | None, start_date: date | None) -> int | None:
    return (on - start_date).days + 1 if on and start_date else None
