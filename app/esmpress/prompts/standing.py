"""Prompts that stand already, which what is drawn next has to keep its distance from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Q

from esmpress.prompts.lifecycle import NO_ROOM, PAUSED
from esmpress.prompts.models import Prompt, PromptQuerySet
from esmpress.sampling.day import Taken
from esmpress.studies.design import Protocol


class StandingPrompt(NamedTuple):
    """A prompt in the table: when it is, and what it was drawn from."""

    at: datetime
    schedule_version_id: int
    schedule_id: int
    study_day: int
    beep: int
    time_zone: str
    trigger: str


class Standing:
    """The prompts of some participants since an instant, by participant."""

    def __init__(
        self,
        protocol: Protocol,
        prompts: PromptQuerySet,
        *,
        participant_ids: Collection[int],
        since: datetime,
    ) -> None:
        """Read those of the prompts, all in one statement."""
        self._gaps = protocol.gaps
        self._by_participant: dict[int, list[StandingPrompt]] = defaultdict(list)
        kept = ~Q(status=Prompt.Status.CANCELLED) | Q(status_reason=PAUSED)
        prompts = prompts.filter(kept, participant__in=participant_ids, scheduled_at__gte=since)
        for participant_id, *prompt in prompts.exclude(status_reason=NO_ROOM).values_list(
            "participant_id", "scheduled_at", *StandingPrompt._fields[1:]
        ):
            self._by_participant[participant_id].append(StandingPrompt(*prompt))

    def all_of(self, participant_id: int) -> list[Taken]:
        """Every one of a participant."""
        return [
            Taken(one.at, self._gaps.get(one.schedule_version_id, 0))
            for one in self._by_participant[participant_id]
        ]

    def taken(
        self, participant_id: int, *, study_day: int, versions: Collection[int], time_zone: str
    ) -> list[Taken]:
        """What a study day's draw keeps its distance from.

        Its own earlier result is no obstacle to it, nor what was drawn after it for later days:
        the same draw gives the same moments again.
        """
        return [
            Taken(one.at, self._gaps.get(one.schedule_version_id, 0))
            for one in self._by_participant[participant_id]
            if one.study_day < study_day
            or one.trigger != Prompt.Trigger.SCHEDULE
            or one.time_zone != time_zone
            or one.schedule_version_id not in versions
        ]

    def holds(self, participant_id: int, *, schedule_id: int, study_day: int, beep: int) -> bool:
        """Whether an occasion has its prompt already."""
        return any(
            (one.schedule_id, one.study_day, one.beep) == (schedule_id, study_day, beep)
            for one in self._by_participant[participant_id]
        )

    def add(self, participant_id: int, prompt: StandingPrompt) -> None:
        """Count a prompt that was just drawn."""
        self._by_participant[participant_id].append(prompt)


def triggered_since(participant_ids: Collection[int], *, since: datetime) -> set[int]:
    """Who of the participants has follow-ups or events since an instant."""
    return set(
        Prompt.objects.filter(participant__in=participant_ids, scheduled_at__gte=since)
        .exclude(trigger=Prompt.Trigger.SCHEDULE)
        .values_list("participant_id", flat=True)
    )


def begin_of(on: date, *, reach: timedelta) -> datetime:
    """An instant before anything that can be too close to a local day in any zone."""
    return datetime.combine(on, time.min, UTC) - reach - timedelta(days=1)
