"""Compliance and last answers as the database sorts and filters participants by them."""

from __future__ import annotations

from datetime import datetime

from django.db.models import (
    Avg,
    Case,
    FloatField,
    Max,
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
    by_participant = mine.order_by().values("participant")
    return Subquery(by_participant.annotate(last=Max("answered_at")).values("last"))


def with_share(low: float, below: float) -> Q:
    """Who has a compliance from `low` on and less than `below`; 1 is all of it.

    Whoever is left out of exports has none.
    """
    shares = _counted().values("participant").annotate(share=_SHARE)
    found = shares.filter(share__gte=low, share__lt=below).values("participant")
    return Q(pk__in=found) & ~Q(withdrawal_level__in=Participant.LEFT_OUT)


def without_share() -> Q:
    """Who has no compliance yet, or none any more."""
    return ~Q(pk__in=_counted().values("participant")) | Q(
        withdrawal_level__in=Participant.LEFT_OUT
    )


def answered_since(instant: datetime) -> Q:
    """Who has answered something after this instant."""
    return Q(pk__in=Prompt.objects.filter(answered_at__gt=instant).order_by().values("participant"))


def has_answered() -> Q:
    """Who has ever answered something."""
    answered = Prompt.objects.filter(answered_at__isnull=False)
    return Q(pk__in=answered.order_by().values("participant"))
