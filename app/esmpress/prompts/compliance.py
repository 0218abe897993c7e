"""How participants' prompts went: of one study day by study day, of many in sum."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q

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


@dataclass(frozen=True)
class Sums:
    """What one participant's prompts make until now, and when they last answered, if ever."""

    figures: Figures
    last_answer_at: datetime | None


def sums_of(participants: Collection[Participant]) -> dict[int, Sums]:
    """The sums of those who have any prompt, by their ids; one statement.

    A reported event is an answer, but no part of the figures.
    """
    is_asked = ~Q(trigger=Prompt.Trigger.EVENT)
    counted = (
        Prompt.objects.filter(participant__in=[one.pk for one in participants])
        .order_by()
        .values_list("participant")
        .annotate(
            answered=Count("pk", filter=is_asked & Q(status=Status.ANSWERED)),
            missed=Count("pk", filter=is_asked & Q(status=Status.EXPIRED)),
            last_answer_at=Max("answered_at"),
        )
    )
    return {pk: Sums(Figures(answered, missed), at) for pk, answered, missed, at in counted}
