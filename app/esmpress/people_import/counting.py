"""How many lines of an import are what."""

from __future__ import annotations

from typing import TypedDict, cast

from django.db.models import Count, Q

from esmpress.participants.models import ImportLine, PeopleImport

Verdict, Outcome = ImportLine.Verdict, ImportLine.Outcome


class Counts(TypedDict):
    """Lines by what was found out about them, and by what became of them."""

    lines: int
    good: int
    doubtful: int
    refused: int
    included: int
    enrolled: int
    late: int
    undone: int
    stayed: int


def count_lines(stored: PeopleImport) -> Counts:
    """All counts in one statement."""
    counted = stored.lines.aggregate(
        lines=Count("pk"),
        good=Count("pk", filter=Q(verdict=Verdict.GOOD)),
        doubtful=Count("pk", filter=Q(verdict=Verdict.DOUBTFUL)),
        refused=Count("pk", filter=Q(verdict=Verdict.REFUSED)),
        included=Count("pk", filter=Q(is_included=True)),
        enrolled=Count("pk", filter=~Q(outcome__in=("", Outcome.REFUSED))),
        late=Count("pk", filter=Q(outcome=Outcome.REFUSED)),
        undone=Count("pk", filter=Q(outcome=Outcome.UNDONE)),
        stayed=Count("pk", filter=Q(outcome=Outcome.STAYED)),
    )
    return cast("Counts", counted)
