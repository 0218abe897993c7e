"""How a study goes, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.template.defaultfilters import pluralize

from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Progress:
    """Counts of a study's participants, prompts, and events reported by them."""

    enrolled: int
    answered: int
    expired: int
    ahead: int
    events: int

    @property
    def compliance(self) -> str:
        """Answered of all that were answered or missed, in per cent; empty before the first."""
        ended = self.answered + self.expired
        return f"{self.answered / ended:.0%}" if ended else ""

    @property
    def in_words(self) -> str:
        """The prompts, and the compliance they make."""
        counts = f"{self.answered} answered, {self.expired} missed, {self.ahead} ahead"
        if self.compliance:
            counts += f" (compliance {self.compliance})"
        return f"{counts}, {self.events} reported" if self.events else counts


def progress_of(study: Study) -> Progress:
    """The study's counts now, without those whose answers are left out of exports.

    Events are apart, for nobody was asked for them.
    """
    counted_in = study.participants.in_exports().order_by()
    all_prompts = Prompt.objects.filter(participant__in=counted_in)
    counted = (
        all_prompts.exclude(trigger=Prompt.Trigger.EVENT)
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
        events=all_prompts.filter(trigger=Prompt.Trigger.EVENT).count(),
    )


def state_of(study: Study) -> str:
    """Draft, running or ended."""
    if study.launched_at is None:
        return "draft"
    return "running" if study.ended_at is None else "ended"


def summary_of(study: Study) -> str:
    """The counts in words."""
    progress = progress_of(study)
    people = f"{progress.enrolled} participant{pluralize(progress.enrolled)} enrolled"
    return f"{people}; prompts: {progress.in_words}"
