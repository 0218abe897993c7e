"""Rows of a study a page at a time, in an order that holds while rows come and change.

All of them, or those that changed since an instant: `horizon` says which instant to ask with next.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, Q, QuerySet

from esmpress.participants.models import Allocation, Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Wanted:
    """Which rows: at most `limit` after a place, of those whose moment has come `until`.

    A place is a participant's row, and of their prompts the row of the last one read.
    """

    limit: int
    until: datetime
    since: datetime | None = None
    after: tuple[int, int] = (0, 0)


def participants_page(study: Study, wanted: Wanted) -> list[Participant]:
    """Everybody, also whose answers are left out: whoever holds a copy of them is to hear of it."""
    rows = study.participants.filter(pk__gt=wanted.after[0])
    if wanted.since is not None:
        rows = rows.filter(changed_at__gte=wanted.since)
    rows = rows.select_related("arm").prefetch_related(Prefetch("allocations", _in_turn()))
    return list(rows.order_by("pk")[: wanted.limit])


def prompts_page(study: Study, wanted: Wanted) -> list[Prompt]:
    """Prompts whose moment has come: those ahead may be drawn anew, and nobody is to know them."""
    rows = _after(_prompts(study), wanted)
    if wanted.since is not None:
        # One that becomes due does not change.
        rows = rows.filter(Q(changed_at__gte=wanted.since) | Q(scheduled_at__gte=wanted.since))
    rows = rows.filter(scheduled_at__lte=wanted.until).select_related(*_NAMES).only(*_COLUMNS)
    return list(rows[: wanted.limit])


def answered_page(study: Study, wanted: Wanted) -> list[Prompt]:
    """Prompts with answers: all of them, or those given before the time was over."""
    partly = Q(status=Prompt.Status.EXPIRED) & Q(draft__isnull=False) & ~Q(draft__answers={})
    rows = _after(_prompts(study), wanted).filter(Q(response__isnull=False) | partly)
    if wanted.since is not None:
        rows = rows.filter(Q(changed_at__gte=wanted.since) | Q(draft__changed_at__gte=wanted.since))
    rows = rows.select_related(*_NAMES, "response", "draft")
    return list(rows.defer("questionnaire_version__definition")[: wanted.limit])


_NAMES = (
    "participant__study",
    "schedule__questionnaire",
    "schedule_version",
    "questionnaire_version",
)
# Not what a questionnaire, a scheme or a study is made of: that would come with every row.
_COLUMNS = (
    *(field.name for field in Prompt._meta.concrete_fields if field.name != "token_hash"),
    *("participant__number", "participant__start_date", "participant__study"),
    *("schedule__name", "schedule__phase", "schedule__questionnaire__slug"),
    *("schedule_version__number", "questionnaire_version__number"),
)


def _in_turn() -> QuerySet[Allocation]:
    return Allocation.objects.select_related("arm").order_by("pk")


def _prompts(study: Study) -> QuerySet[Prompt]:
    left_out: Collection[str] = Participant.LEFT_OUT
    return Prompt.objects.filter(participant__study=study).exclude(
        participant__withdrawal_level__in=left_out
    )


def _after(rows: QuerySet[Prompt], wanted: Wanted) -> QuerySet[Prompt]:
    participant_id, pk = wanted.after
    begun = Q(participant_id__gt=participant_id) | Q(pk__gt=pk)
    return rows.filter(begun, participant_id__gte=participant_id).order_by("participant_id", "pk")
