"""The researchers' API: prompts, and the answers to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from esmpress.api.researcher import examples
from esmpress.api.researcher.data_bodies import PromptRow, Prompts, ResponseRow, Responses
from esmpress.api.researcher.paging import CURSOR, LIMIT, SINCE, Asked, asked_for
from esmpress.api.researcher.study_views import NO_SUCH_STUDY, REFUSALS
from esmpress.api.researcher.views import StudyView, said
from esmpress.export.answered import Answers, answers_to
from esmpress.export.pages import answered_page, prompts_page
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Scope, Study

_INSTANTS = (
    *("scheduled_at", "open_until", "sent_at", "opened_at", "started_at", "answered_at"),
    *("ended_at", "finish_until", "changed_at"),
)
_AS_KEPT = ("trigger", "status", "status_reason", "utc_offset_minutes", "dst", *_INSTANTS)


class PromptsView(StudyView):
    """What became of each prompt."""

    scope = Scope.PROMPTS

    @extend_schema(
        operation_id="list_prompts",
        tags=["prompts"],
        parameters=[LIMIT, CURSOR, SINCE],
        responses={200: Prompts} | REFUSALS | NO_SUCH_STUDY,
        examples=[examples.PROMPTS],
    )
    def get(self, request: Request, study: str) -> Response:
        """Prompts whose moment has come, missed ones included."""
        del study
        asked = asked_for(request)
        rows = prompts_page(self.study, asked.wanted)
        hidden = withheld(self.study, sees_arms=self.sees_arms)
        results = [
            PromptRow.model_validate(
                place_of(row, hidden)
                | {name: getattr(row, name) for name in _AS_KEPT}
                | {"schedule_version": row.schedule_version.number}
            )
            for row in rows
        ]
        return said(Prompts(**_frame(asked, rows, hidden), results=results))


class ResponsesView(StudyView):
    """What was answered."""

    scope = Scope.RESPONSES

    @extend_schema(
        operation_id="list_responses",
        tags=["responses"],
        parameters=[LIMIT, CURSOR, SINCE],
        responses={200: Responses} | REFUSALS | NO_SUCH_STUDY,
        examples=[examples.RESPONSES],
    )
    def get(self, request: Request, study: str) -> Response:
        """Answers by item name, in part too, with the reason where there is none."""
        del study
        asked = asked_for(request)
        rows = answered_page(self.study, asked.wanted)
        hidden = withheld(self.study, sees_arms=self.sees_arms)
        results = [_response(one, hidden) for one in answers_to(rows)]
        return said(Responses(**_frame(asked, rows, hidden), results=results))


def withheld(study: Study, *, sees_arms: bool) -> list[str]:
    """What a program may not read of prompts: names of schedules, where some are of one arm.

    Then all of them: where some are missing, the gaps would tell. One statement, or none.
    """
    if sees_arms:
        return []
    tells = study.schedules.filter(phase__arm__isnull=False).exists()
    return ["schedule"] if tells else []


def place_of(prompt: Prompt, hidden: Sequence[str]) -> dict[str, Any]:
    """The fields of a Place."""
    version = prompt.questionnaire_version
    return {
        "prompt": prompt.pk,
        "participant": prompt.participant.code,
        "schedule": None if "schedule" in hidden else prompt.schedule.name,
        "day": prompt.study_day,
        "beep": prompt.beep,
        "questionnaire": prompt.schedule.questionnaire.slug,
        "questionnaire_version": version.number if version else None,
        "time_zone": prompt.time_zone,
    }


def _frame(asked: Asked, rows: Sequence[Prompt], hidden: list[str]) -> dict[str, Any]:
    is_full = len(rows) == asked.wanted.limit
    last = (rows[-1].participant_id, rows[-1].pk) if is_full else None
    return {
        "next_cursor": asked.next_cursor(last) if last else None,
        "as_of": asked.as_of,
        "withheld": hidden,
    }


def _response(one: Answers, hidden: Sequence[str]) -> ResponseRow:
    return ResponseRow.model_validate(
        place_of(one.prompt, hidden)
        | {
            "questionnaire_version": one.version,
            "completeness": one.completeness,
            "language": one.language,
            "device": one.device,
            "submitted_at": one.submitted_at,
            "received_at": one.received_at,
            "answers": one.outcomes.answers,
            "missing": one.outcomes.missing,
            "changed_at": one.changed_at,
        }
    )
