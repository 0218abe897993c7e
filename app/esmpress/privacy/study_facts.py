"""What a study collects of whom, and who gets at it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from esmpress.alerts.models import AlertRule
from esmpress.prompts.versions import latest_versions
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import ApiToken, ConsentDocument, RetentionRule, Study


@dataclass(frozen=True)
class Asked:
    """One questionnaire, and how many items its newest version has."""

    title: Mapping[str, str]
    version: int | None
    items: int
    free_texts: int
    photos: int


@dataclass(frozen=True)
class StudyFacts:
    """All of it as it stands at one moment."""

    study: Study
    people: int
    purposes: tuple[Mapping[str, str], ...]
    consent_version: int | None
    asked: tuple[Asked, ...]
    has_strata: bool
    has_arms: bool
    risk_rules: int
    members: Mapping[str, int]
    tokens: int
    rules: tuple[RetentionRule, ...]


def study_facts(study: Study, *, now: datetime) -> StudyFacts:
    """Read the study's rows; nothing of any participant but how many they are."""
    consent = ConsentDocument.objects.filter(study=study).order_by("-number").first()
    tokens = ApiToken.objects.filter(study=study, revoked_at=None, expires_at__gt=now)
    roles = study.memberships.order_by().values_list("role").annotate(Count("pk"))
    return StudyFacts(
        study=study,
        people=study.participants.count(),
        purposes=tuple(one["text"] for one in consent.purposes) if consent else (),
        consent_version=consent.number if consent else None,
        asked=_asked(study),
        has_strata=bool(study.strata),
        has_arms=study.arms.exists(),
        risk_rules=AlertRule.objects.filter(study=study, kind="risk", is_on=True).count(),
        members=dict(roles),
        tokens=tokens.count(),
        rules=tuple(study.retention_rules.all()),
    )


def _asked(study: Study) -> tuple[Asked, ...]:
    """The questionnaires of all schedules, each once."""
    schedules = study.schedules.select_related("questionnaire")
    found = {one.questionnaire_id: one.questionnaire for one in schedules}
    newest = latest_versions(list(found))
    return tuple(_of(found[number].title, newest.get(number)) for number in found)


def _of(title: Mapping[str, str], version: QuestionnaireVersion | None) -> Asked:
    kinds = Counter(item.kind for item in version.parsed().items) if version else Counter[str]()
    return Asked(
        title=title,
        version=version.number if version else None,
        items=kinds.total() - kinds["information"],
        free_texts=kinds["text"],
        photos=kinds["photo"],
    )
