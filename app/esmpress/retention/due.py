"""Whose data a rule reaches, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from esmpress.participants.models import Participant
from esmpress.retention.classes import CLASSES
from esmpress.studies.models import RetentionRule

CountedFrom = RetentionRule.CountedFrom


def due_people(rule: RetentionRule, *, now: datetime) -> QuerySet[Participant]:
    """Of whom the rule deletes by now, whether or not anything of them is there."""
    cutoff = now - timedelta(days=rule.days)
    ended = Q(study__ended_at__lte=cutoff)
    if rule.counted_from == CountedFrom.PARTICIPANT:
        ended |= Q(withdrawn_at__lte=cutoff)
    return Participant.objects.filter(ended, study=rule.study_id)


def people_to_come(rule: RetentionRule, *, now: datetime) -> QuerySet[Participant]:
    """Of whom the rule deletes later, at a moment that is known or not."""
    due = due_people(rule, now=now)
    return Participant.objects.filter(study=rule.study_id).exclude(pk__in=due.values("pk"))


def rows_of(rule: RetentionRule, people: QuerySet[Participant]) -> dict[str, int]:
    """How many rows there are of what the rule deletes, by the name of their kind."""
    kinds = CLASSES[rule.data].kinds
    return {held.name: held.rows(people).count() for held in kinds}


def some_with_rows(rule: RetentionRule, *, most: int, now: datetime) -> list[int]:
    """Numbers of at most so many participants of whom the rule finds something now."""
    due, found = due_people(rule, now=now), set[int]()
    for held in CLASSES[rule.data].kinds:
        if held.path:
            rows = held.rows(due).order_by().values_list(held.path, flat=True)
            found.update(rows.distinct()[: most - len(found)])
        if len(found) >= most:
            break
    return sorted(found)
