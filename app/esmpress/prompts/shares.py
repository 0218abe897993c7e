"""Compliance and last answers as the database sorts and filters participants by them.

Each is read from an index made for it: see the indexes of prompts, and ADR 52. Whoever lacks
something is asked for by NOT EXISTS: NOT IN reads all prompts once for each participant as soon as
they are more than fit into `work_mem`.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import (
    Avg,
    Case,
    Exists,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt

Status = Prompt.Status
_SHARE = Avg(
    Case(When(status=Status.ANSWERED, then=Value(1.0)), default=0.0, output_field=FloatField())
)


def _counted() -> QuerySet[Prompt]:
    """The prompts that make a compliance: answered or missed, and somebody was asked by them."""
    ended = Prompt.objects.filter(status__in=(Status.ANSWERED, Status.EXPIRED))
    return ended.exclude(trigger=Prompt.Trigger.EVENT).order_by()


def share_of_each() -> Subquery:
    """The compliance of a row of participants, to sort by; null before the first prompt ended."""
    mine = _counted().filter(participant=OuterRef("pk")).values("participant")
    return Subquery(mine.annotate(share=_SHARE).values("share"))


def last_answer_of_each() -> Subquery:
    """When a row of participants last answered, to sort by; null for never."""
    mine = Prompt.objects.filter(participant=OuterRef("pk"), answered_at__isnull=False)
    # The first entry of an index from its end: a maximum of groups would read all of them.
    return Subquery(mine.order_by("-answered_at").values("answered_at")[:1])


def with_share(low: float, below: float) -> Q:
    """Who has a compliance from `low` on and less than `below`; 1 is all of it.

    Whoever is left out of exports has none.
    """
    shares = _counted().values("participant").annotate(share=_SHARE)
    found = shares.filter(share__gte=low, share__lt=below).values("participant")
    return Q(pk__in=found) & ~Q(withdrawal_level__in=Participant.LEFT_OUT)


def without_share() -> Q:
    """Who has no compliance yet, or none any more."""
    has_share = Exists(_counted().filter(participant=OuterRef("pk")))
    return Q(~has_share) | Q(withdrawal_level__in=Participant.LEFT_OUT)


def answered_since(instant: datetime) -> Q:
    """Who has answered something after this instant."""
    return Q(Exists(Prompt.objects.filter(participant=OuterRef("pk"), answered_at__gt=instant)))


def has_answered() -> Q:
    """Who has ever answered something."""
    return Q(Exists(Prompt.objects.filter(participant=OuterRef("pk"), answered_at__isnull=False)))
