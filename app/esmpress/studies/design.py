"""The design of a study as the sampling engine takes it, from its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from esmpress.sampling.design import StudyDesign, parse_design
from esmpress.sampling.path import Placed
from esmpress.studies.models import Schedule, ScheduleVersion, Study


class NoVersion(Exception):
    """The schedule has no version that applies, as in a study that was not launched."""


def version_on(versions: Sequence[ScheduleVersion], on: date) -> ScheduleVersion:
    """The version that applies on a local date, the newest of several; raises NoVersion."""
    applying = [one for one in versions if one.apply_from is None or one.apply_from <= on]
    if not applying:
        raise NoVersion(f"no version of the schedule applies on {on}")
    return max(applying, key=lambda version: version.number)


def design_of(study: Study) -> StudyDesign:
    """The design with the newest scheme of each schedule; raises MalformedScheme."""
    return Protocol(study).design()


class Protocol:
    """A study's design on each date: its arms, phases and schedules, read once."""

    def __init__(self, study: Study) -> None:
        """Read the rows."""
        self.study = study
        self.arms = {arm.pk: arm for arm in study.arms.all()}
        self.phases = list(study.phases.select_related("arm"))
        schedules = study.schedules.select_related("phase", "questionnaire")
        self.schedules = {one.pk: one for one in schedules.prefetch_related("versions")}
        self._versions = {pk: list(one.versions.all()) for pk, one in self.schedules.items()}
        self._on: dict[date, dict[int, ScheduleVersion]] = {}
        self._paths: dict[tuple[int | None, tuple[int, ...]], tuple[Placed, ...]] = {}

    def add(self, version: ScheduleVersion) -> None:
        """Take a version into account that is not in the table, before anything is asked."""
        self._versions[version.schedule_id].append(version)

    def versions_on(self, on: date) -> dict[int, ScheduleVersion]:
        """The version of each schedule that applies on a local date, by the schedule's id.

        A draft has none. Raises NoVersion for a launched study's schedule without one.
        """
        if on not in self._on:
            launched = self.study.launched_at is not None
            self._on[on] = {
                pk: version_on(versions, on)
                for pk, versions in self._versions.items()
                if versions or launched
            }
        return self._on[on]

    @cached_property
    def versions(self) -> dict[int, ScheduleVersion]:
        """Every version of every schedule, by id."""
        return {one.pk: one for versions in self._versions.values() for one in versions}

    @cached_property
    def gaps(self) -> dict[int, int]:
        """The minutes that prompts of each version keep from others at least."""
        return {
            pk: version.parsed_scheme().min_gap_minutes for pk, version in self.versions.items()
        }

    def changed_near(self, on: date, *, days: int) -> bool:
        """Whether a new version began to apply at most so many days before a date."""
        dates = (version.apply_from for version in self.versions.values())
        return any(one and on - timedelta(days=days) <= one <= on for one in dates)

    def path(self, arm_id: int | None, on: date) -> tuple[Placed, ...]:
        """The path of an arm, with the schemes of a local date."""
        versions = self.versions_on(on)
        key = (arm_id, tuple(version.pk for version in versions.values()))
        if key not in self._paths:
            arm = self.arms[arm_id].name if arm_id is not None else None
            schemes = {pk: version.scheme for pk, version in versions.items()}
            self._paths[key] = self.design(schemes).path(arm)
        return self._paths[key]

    def design(self, schemes: dict[int, Any] | None = None) -> StudyDesign:
        """The design with these schemes by schedule, or the newest; raises MalformedScheme."""
        if schemes is None:
            schemes = {pk: schedule.scheme for pk, schedule in self.schedules.items()}
        return parse_design(
            {
                **self._start(),
                "time_zone": self.study.time_zone,
                "arms": [{"name": arm.name, "weight": arm.weight} for arm in self.arms.values()],
                "phases": [
                    {"name": phase.name, "days": phase.days}
                    | ({"arm": phase.arm.name} if phase.arm else {})
                    for phase in self.phases
                ],
                "schedules": [
                    _schedule(self.schedules[pk], scheme) for pk, scheme in schemes.items()
                ],
            }
        )

    def _start(self) -> dict[str, Any]:
        start = {"start_rule": self.study.start_rule}
        if self.study.start_date is not None:
            start["start_date"] = self.study.start_date.isoformat()
        return start


def _schedule(schedule: Schedule, scheme: Any) -> dict[str, Any]:
    placed = {
        "name": schedule.name,
        "id": schedule.pk,
        "questionnaire": schedule.questionnaire.slug,
    }
    if schedule.phase is not None:
        placed["phase"] = schedule.phase.name
    return {**placed, **scheme}
