"""How one participant's prompts went, study day by study day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt

Status = Prompt.Status


@dataclass(frozen=True)
class DayFigures:
    """The prompts of a study day that were answered, and those that expired."""

    day: int
    date: date
    answered: int
    missed: int


@dataclass(frozen=True)
class Figures:
    """The same for all days until now."""

    answered: int
    missed: int

    @property
    def share(self) -> float | None:
        """Answered of all that were answered or missed; None before the first."""
        ended = self.answered + self.missed
        return self.answered / ended if ended else None


def figures_by_day(participant: Participant) -> list[DayFigures]:
    """The figures of each study day that has some, the first day first.

    What was called off or never sent does not count, nor do events: nobody was asked for them.
    """
    if participant.start_date is None:
        return []
    counted = (
        Prompt.objects.filter(participant=participant, status__in=(Status.ANSWERED, Status.EXPIRED))
        .exclude(trigger=Prompt.Trigger.EVENT)
        .order_by("study_day")
        .values_list("study_day")
        .annotate(
            answered=Count("pk", filter=Q(status=Status.ANSWERED)),
            missed=Count("pk", filter=Q(status=Status.EXPIRED)),
        )
    )
    first = participant.start_date
    return [
        DayFigures(day, first + timedelta(days=day - 1), answered, missed)
        for day, answered, missed in counted
    ]


def figures_of(days: Iterable[DayFigures]) -> Figures:
    """What the days make together."""
    days = list(days)
    return Figures(sum(day.answered for day in days), sum(day.missed for day in days))
