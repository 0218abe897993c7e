"""How a study goes, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Progress:
    """Counts of a study's participants and prompts."""

    enrolled: int
    answered: int
    expired: int
    ahead: int

    @property
    def compliance(self) -> str:
        """Answered of all that were answered or missed, in per cent; empty before the first."""
        ended = self.answered + self.expired
        return f"{self.answered / ended:.0%}" if ended else ""


def progress_of(study: Study) -> Progress:
    """The study's counts now."""
    counted = (
        Prompt.objects.filter(participant__study=study)
        .order_by()
        .values_list("status")
        .annotate(Count("pk"))
    )
    prompts = dict(counted)
    return Progress(
        enrolled=study.participants.enrolled().count(),
        answered=prompts.get(Prompt.Status.ANSWERED, 0),
        expired=prompts.get(Prompt.Status.EXPIRED, 0),
        ahead=prompts.get(Prompt.Status.PLANNED, 0),
    )
