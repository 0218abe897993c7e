"""What a researcher may do in which study, by the roles they have."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import FeedbackChart, Joining, Membership, Role, Schedule, Study
from esmpress.studies.rights import RIGHTS_OF, Right


@dataclass(frozen=True)
class Place:
    """Where somebody works: a study, as what, and whether it asks for a second factor."""

    study: int
    role: Role
    asks_for_factor: bool


def places_of(researcher: Researcher) -> list[Place]:
    """Everywhere the researcher works."""
    rows = Membership.objects.filter(researcher=researcher).order_by()
    told = rows.values_list("study_id", "role", "study__requires_second_factor")
    return [Place(study, Role(role), asks) for study, role, asks in told]


def studies_with_factor() -> set[int]:
    """The studies that ask their members for a second factor."""
    rows = Study.objects.filter(requires_second_factor=True).order_by()
    return set(rows.values_list("pk", flat=True))


def studies_but(these: Collection[int]) -> set[int]:
    """All studies but these."""
    return set(Study.objects.exclude(pk__in=these).order_by().values_list("pk", flat=True))


def studies_with(right: Right, roles: dict[int, Role]) -> set[int]:
    """The studies in which these roles have the right."""
    return {study for study, role in roles.items() if right in RIGHTS_OF[role]}


def used_in(studies: set[int]) -> QuerySet[Questionnaire]:
    """The questionnaires these studies ask, show charts of, or let people join by."""
    return Questionnaire.objects.filter(
        Q(pk__in=_asked().filter(study__in=studies).values("questionnaire"))
        | Q(pk__in=_charted().filter(study__in=studies).values("questionnaire"))
        | Q(pk__in=_joined_by().filter(study__in=studies).values("eligibility"))
    )


def unused_of(researcher: Researcher) -> QuerySet[Questionnaire]:
    """The questionnaires no study uses which the researcher has made."""
    return Questionnaire.objects.filter(made_by=researcher).exclude(
        Q(pk__in=_asked().values("questionnaire"))
        | Q(pk__in=_charted().values("questionnaire"))
        | Q(pk__in=_joined_by().values("eligibility"))
    )


def studies_using(questionnaire: Questionnaire) -> set[int]:
    """The studies that ask the questionnaire, show charts of it, or let people join by it."""
    rows = (
        _asked().filter(questionnaire=questionnaire).values_list("study"),
        _charted().filter(questionnaire=questionnaire).values_list("study"),
        _joined_by().filter(eligibility=questionnaire).values_list("study"),
    )
    first, *others = rows
    return {study for (study,) in first.union(*others)}


def _asked() -> QuerySet[Schedule]:
    return Schedule.objects.order_by()


def _charted() -> QuerySet[FeedbackChart]:
    return FeedbackChart.objects.order_by()


def _joined_by() -> QuerySet[Joining]:
    return Joining.objects.filter(eligibility__isnull=False).order_by()
