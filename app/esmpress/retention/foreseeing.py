"""A dry run of rules: how many rows of what would go, of how many people, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min

from esmpress.retention.due import CountedFrom, due_people, people_to_come, rows_of
from esmpress.studies.models import RetentionRule


@dataclass(frozen=True)
class Foreseen:
    """What one rule would do; kinds of rows by their names in withdrawal/held.py."""

    rule: RetentionRule
    # With the next sweep.
    now: Mapping[str, int]
    people_now: int
    # Later; `first` and `last` are None as long as the end they are counted from has not come.
    later: Mapping[str, int]
    people_later: int
    first: datetime | None
    last: datetime | None

    @property
    def rows_now(self) -> int:
        """How many rows go with the next sweep."""
        return sum(self.now.values())


def foresee(rules: Iterable[RetentionRule], *, now: datetime) -> list[Foreseen]:
    """What the rules would do, saved or not; nothing is changed."""
    return [_foresee(rule, now=now) for rule in rules]


def _foresee(rule: RetentionRule, *, now: datetime) -> Foreseen:
    due, to_come = due_people(rule, now=now), people_to_come(rule, now=now)
    first, last = _moments(rule, now=now)
    return Foreseen(
        rule=rule,
        now=rows_of(rule, due),
        people_now=due.count(),
        later=rows_of(rule, to_come),
        people_later=to_come.count(),
        first=first,
        last=last,
    )


def _moments(rule: RetentionRule, *, now: datetime) -> tuple[datetime | None, datetime | None]:
    """When the first and the last of those to come is reached, as far as it is known."""
    wait, ended = timedelta(days=rule.days), rule.study.ended_at
    end = ended + wait if ended is not None else None
    if rule.counted_from == CountedFrom.STUDY:
        return end, end
    found = people_to_come(rule, now=now).aggregate(first=Min("withdrawn_at"))["first"]
    moments = [moment for moment in (end, found and found + wait) if moment is not None]
    return min(moments, default=None), end
