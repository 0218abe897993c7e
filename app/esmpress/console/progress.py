"""How studies go, in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study

_IS_EVENT = Q(trigger=Prompt.Trigger.EVENT)


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
        values = {
            "answered": self.answered,
            "expired": self.expired,
            "ahead": self.ahead,
            "compliance": self.compliance,
        }
        counts = _("%(answered)s answered, %(expired)s missed, %(ahead)s ahead") % values
        if self.compliance:
            counts = (
                _(
                    "%(answered)s answered, %(expired)s missed, %(ahead)s ahead "
                    "(compliance %(compliance)s)"
                )
                % values
            )
        return (
            _("%(counts)s, %(events)s reported") % {"counts": counts, "events": self.events}
            if self.events
            else counts
        )


def progress_of(study: Study) -> Progress:
    """The study's counts now, without those whose answers are left out of exports.

    Events are apart, for nobody was asked for them.
    """
    return progress_by_study([study])[study.pk]


def progress_by_study(studies: Iterable[Study]) -> dict[int, Progress]:
    """The same of many studies, by their ids; two statements."""
    ids = [study.pk for study in studies]
    enrolled = dict(
        Participant.objects.enrolled()
        .filter(study__in=ids)
        .order_by()
        .values_list("study")
        .annotate(Count("pk"))
    )
    asked, events = _prompts_of(ids)
    return {
        pk: Progress(
            enrolled=enrolled.get(pk, 0),
            answered=asked[pk, Prompt.Status.ANSWERED],
            expired=asked[pk, Prompt.Status.EXPIRED],
            ahead=asked[pk, Prompt.Status.PLANNED],
            events=events[pk],
        )
        for pk in ids
    }


def _prompts_of(ids: list[int]) -> tuple[Counter[tuple[int, str]], Counter[int]]:
    """How many prompts of each study are in each status, and how many events there are beside."""
    counted_in = Participant.objects.in_exports().filter(study__in=ids).order_by()
    counted = (
        Prompt.objects.filter(participant__in=counted_in)
        .order_by()
        .values_list("participant__study", "status")
        .annotate(asked=Count("pk", filter=~_IS_EVENT), reported=Count("pk", filter=_IS_EVENT))
    )
    asked: Counter[tuple[int, str]] = Counter()
    events: Counter[int] = Counter()
    for study, status, prompts, reported in counted:
        asked[study, status] = prompts
        events[study] += reported
    return asked, events


def state_of(study: Study) -> str:
    """Draft, running or ended."""
    if study.launched_at is None:
        return _("draft")
    return _("running") if study.ended_at is None else _("ended")


def in_a_line(progress: Progress) -> str:
    """The counts in words."""
    return ngettext(
        "%(count)s participant enrolled; prompts: %(prompts)s",
        "%(count)s participants enrolled; prompts: %(prompts)s",
        progress.enrolled,
    ) % {"count": progress.enrolled, "prompts": progress.in_words}
