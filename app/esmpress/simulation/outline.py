"""What a simulation has to know of a study: its forms, its days, and when the sweeps must run."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.sampling.path import Placed
from esmpress.sampling.schemes import Scheme
from esmpress.simulation.people import needs_wake_times
from esmpress.studies.design import design_of
from esmpress.studies.models import Schedule, Study

# The sweeps run this often at most and at least, in minutes: a third of the time a message has.
FINEST, COARSEST = 1, 5
PARTS_OF_A_WAIT = 3


@dataclass(frozen=True)
class Form:
    """The questionnaire of a schedule; its slug is part of the streams of its answers."""

    slug: str
    version: QuestionnaireVersion
    definition: Definition


@dataclass(frozen=True)
class Outline:
    """A study as its simulation sees it; schedules by their ids."""

    schedules: dict[int, Schedule]
    schemes: dict[int, Scheme]
    forms: dict[int, Form]
    last_day: int

    @property
    def needs_wake_times(self) -> bool:
        """Whether some scheme follows the participants' own days."""
        return any(map(needs_wake_times, self.schemes.values()))

    @property
    def has_follow_ups(self) -> bool:
        """Whether answers can bring new prompts."""
        return any(scheme.kind == "follow_up" for scheme in self.schemes.values())

    @property
    def tick(self) -> timedelta:
        """How often the dispatch sweep runs where something may be due."""
        shortest = min(map(_shortest_wait, self.schemes.values()))
        return timedelta(minutes=min(max(shortest // PARTS_OF_A_WAIT, FINEST), COARSEST))

    def events(self) -> Iterable[Schedule]:
        """The schedules whose prompts participants ask for themselves."""
        return (self.schedules[pk] for pk, one in self.schemes.items() if one.kind == "on_event")


def outline_of(study: Study) -> Outline:
    """The outline of a study that can be launched."""
    schedules = {one.pk: one for one in study.schedules.select_related("questionnaire")}
    arms: list[str | None] = [arm.name for arm in study.arms.all()]
    design = design_of(study)
    return Outline(
        schedules=schedules,
        schemes={pk: schedule.parsed_scheme() for pk, schedule in schedules.items()},
        forms={pk: _form(schedule) for pk, schedule in schedules.items()},
        last_day=max(_last_day(placed) for arm in arms or [None] for placed in design.path(arm)),
    )


def _form(schedule: Schedule) -> Form:
    version = schedule.questionnaire.latest_version()
    assert version is not None
    return Form(schedule.questionnaire.slug, version, version.parsed())


def _last_day(placed: Placed) -> int:
    """The last study day of a schedule on a path; a follow-up ends soon after what it follows."""
    if placed.scheme.kind == "follow_up":
        return placed.first_day
    last = placed.first_day - 1 + placed.scheme.last_day
    return last if placed.last_day is None else min(last, placed.last_day)


def _shortest_wait(scheme: Scheme) -> int:
    """The minutes that are left to open when the last message about a prompt is due."""
    return scheme.response_window_minutes - max(scheme.reminders, default=0)
