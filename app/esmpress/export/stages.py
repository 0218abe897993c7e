"""In which arm and phase a participant was on the study day of a prompt."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta

from esmpress.participants.models import Allocation
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Phase, Study


class Stages:
    """The arms and phases of a study's participants, read once."""

    def __init__(self, study: Study) -> None:
        """Read the allocations, which say who was where since when, and the phases."""
        self._phases = list(study.phases.all())
        self._allocations: dict[int, list[Allocation]] = defaultdict(list)
        allocations = Allocation.objects.filter(participant__study=study).select_related("arm")
        for allocation in allocations.order_by("pk"):
            self._allocations[allocation.participant_id].append(allocation)

    def arm(self, prompt: Prompt) -> str | None:
        """The name of the arm on the prompt's study day, None in a study without arms."""
        allocation = self._allocation(prompt)
        return allocation.arm.name if allocation else None

    def phase(self, prompt: Prompt) -> str | None:
        """The name of the phase on the prompt's study day, None outside of all."""
        if prompt.schedule.phase_id is not None:
            return self._name_of(prompt.schedule.phase_id)
        allocation = self._allocation(prompt)
        arm_id = allocation.arm_id if allocation else None
        last_day = 0
        for phase in self._own(arm_id):
            last_day += phase.days
            if prompt.study_day <= last_day:
                return phase.name
        return None

    def _allocation(self, prompt: Prompt) -> Allocation | None:
        allocations = self._allocations.get(prompt.participant_id, [])
        start_date = prompt.participant.start_date
        if start_date is None:
            return None
        on = start_date + timedelta(days=prompt.study_day - 1)
        applying = [one for one in allocations if one.from_date is None or one.from_date <= on]
        return applying[-1] if applying else None

    def _own(self, arm_id: int | None) -> list[Phase]:
        return [phase for phase in self._phases if phase.arm_id in {None, arm_id}]

    def _name_of(self, phase_id: int) -> str:
        return next(phase.name for phase in self._phases if phase.pk == phase_id)
