"""What the list of participants tells beside each: compliance, last answer, bounces."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from esmpress.console.compliance.words import share_in_words
from esmpress.console.rows_at_once import list_with
from esmpress.console.wall_clock import HIDDEN, on_wall_clock
from esmpress.delivery.bounces import bounces_of
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.prompts.compliance import Sums, sums_of
from esmpress.prompts.shares import last_answer_of_each, share_of_each

# The columns that tell how it goes.
FIGURES = ("study_day", "compliance", "last_answer")


@dataclass(frozen=True)
class Listed:
    """What was read of a participant for a page of the list, and when."""

    sums: Sums | None
    bounces: int
    now: datetime


class ParticipantFigures(ModelAdmin):
    """Adds the columns: whoever sees people sees their prompts and messages; two statements."""

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> Any:
        """A list whose columns are read for a page at once."""
        del request, kwargs
        return list_with(_add_figures)

    @admin.display(description=_("study day"))
    def study_day(self, participant: Any) -> str:
        """Which day it is for them; a dash before the first, and for who has left."""
        first, left = participant.start_date, participant.status == Participant.Status.WITHDRAWN
        if first is None or left or participant.study.ended_at is not None:
            return HIDDEN
        today = participant.listed.now.astimezone(ZoneInfo(participant.time_zone)).date()
        return str((today - first).days + 1) if today >= first else HIDDEN

    @admin.display(description=lazily("compliance"), ordering=share_of_each())
    def compliance(self, participant: Any) -> str:
        """Answered of all that were answered or missed; a dash before the first."""
        sums = participant.listed.sums
        is_left_out = participant.withdrawal_level in Participant.LEFT_OUT
        figures = None if sums is None or is_left_out else sums.figures
        if figures is None or figures.share is None:
            return share_in_words(None)
        words = gettext("{share} ({answered} of {ended})").format(
            share=share_in_words(figures.share),
            answered=figures.answered,
            ended=figures.answered + figures.missed,
        )
        # The share, and in a narrow column below it the numbers, on one line each.
        return words.replace(" ", "\u00a0").replace("\u00a0(", " (")

    @admin.display(description=lazily("last answer"), ordering=last_answer_of_each())
    def last_answer(self, participant: Any) -> str:
        """When, on the participant's wall clock."""
        sums = participant.listed.sums
        return on_wall_clock(sums and sums.last_answer_at, participant.time_zone)

    @admin.display(description=lazily("bounces"))
    def bounces(self, participant: Any) -> str:
        """How many messages came back; a dash for none."""
        return str(participant.listed.bounces or HIDDEN)


def _add_figures(people: list[Any]) -> None:
    """Read what the columns show of these participants."""
    sums, bounces, now = sums_of(people), bounces_of(people), timezone.now()
    for one in people:
        one.listed = Listed(sums.get(one.pk), bounces.get(one.pk, 0), now)
