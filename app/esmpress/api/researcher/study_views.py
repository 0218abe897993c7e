"""The researchers' API: the study of a token, and its design."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.problems import problems
from esmpress.api.researcher import examples
from esmpress.api.researcher.bodies import (
    ArmOfDesign,
    PhaseOfDesign,
    QuestionnaireOfDesign,
    ScheduleOfDesign,
    Studies,
    StudyDetail,
    StudySummary,
    VersionOfQuestionnaire,
)
from esmpress.api.researcher.paging import asked_for_nothing
from esmpress.api.researcher.views import StudyView, said
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Scope, Study

# What every request can be refused for.
REFUSALS = problems(
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
)
NO_SUCH_STUDY = problems(HTTPStatus.NOT_FOUND)


class StudiesView(StudyView):
    """Which studies a token opens."""

    scope = Scope.STUDY

    @extend_schema(
        operation_id="list_studies",
        tags=["studies"],
        responses={200: Studies} | REFUSALS,
        examples=[examples.STUDIES],
    )
    def get(self, request: Request) -> Response:
        """The one study of the token."""
        asked_for_nothing(request)
        return said(Studies(results=[StudySummary(**_summary(self.study))]))


class StudyDetailView(StudyView):
    """One study."""

    scope = Scope.STUDY

    @extend_schema(
        operation_id="get_study",
        tags=["studies"],
        responses={200: StudyDetail} | REFUSALS | NO_SUCH_STUDY,
        examples=[examples.STUDY],
    )
    def get(self, request: Request, study: str) -> Response:
        """The study and its design: arms, phases, schedules and questionnaires."""
        del study
        asked_for_nothing(request)
        return said(StudyDetail(**_summary(self.study), **_design(self.study)))


def _summary(study: Study) -> dict[str, Any]:
    state = "draft" if study.launched_at is None else "running"
    return {
        "study": study.slug,
        "name": study.name,
        "title": study.title,
        "languages": study.languages,
        "time_zone": study.time_zone,
        "state": "ended" if study.ended_at else state,
        "created_at": study.created_at,
        "launched_at": study.launched_at,
        "ended_at": study.ended_at,
    }


def _design(study: Study) -> dict[str, Any]:
    asked = Questionnaire.objects.filter(schedules__study=study).distinct().order_by("slug")
    schedules = study.schedules.select_related("questionnaire", "phase").order_by("pk")
    return {
        "arms": [ArmOfDesign(name=arm.name, weight=arm.weight) for arm in study.arms.all()],
        "phases": [
            PhaseOfDesign(name=one.name, days=one.days, arm=one.arm.name if one.arm else None)
            for one in study.phases.select_related("arm")
        ],
        "schedules": [
            ScheduleOfDesign(
                name=one.name,
                kind=one.scheme.get("kind", ""),
                questionnaire=one.questionnaire.slug,
                phase=one.phase.name if one.phase else None,
            )
            for one in schedules
        ],
        "questionnaires": [_questionnaire(one) for one in asked.prefetch_related("versions")],
    }


def _questionnaire(questionnaire: Questionnaire) -> QuestionnaireOfDesign:
    return QuestionnaireOfDesign(
        questionnaire=questionnaire.slug,
        name=questionnaire.name,
        versions=[
            VersionOfQuestionnaire(number=one.number, published_at=one.published_at)
            for one in questionnaire.versions.all()
        ],
    )
