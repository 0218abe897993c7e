"""The answers to many prompts at once, each with what became of every item."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Count, OuterRef, Subquery

from esmpress.prompts.arrangements import arrangement_of
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.arranging import AS_DEFINED, Arrangement
from esmpress.questionnaires.logic.checking import earlier_references
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.responses.drafts import draft_of
from esmpress.responses.models import Draft, Response
from esmpress.responses.moments import Past, moment_of
from esmpress.responses.outcomes import Outcomes, outcomes_of_draft, outcomes_of_response
from esmpress.responses.partial import response_of


@dataclass(frozen=True)
class Answers:
    """What was answered to one prompt, and how."""

    prompt: Prompt
    version: int
    completeness: Literal["complete", "partial"]
    language: str
    device: str
    submitted_at: datetime | None
    received_at: datetime
    changed_at: datetime
    outcomes: Outcomes


def answers_to(prompts: Sequence[Prompt]) -> list[Answers]:
    """The answers to prompts that have some, in their order; three statements at most."""
    versions = _versions(prompts)
    refer = [
        version.questionnaire_id
        for version in versions.values()
        if any(earlier_references(tree) for tree in version.parsed().trees())
    ]
    past = Past({one.participant_id for one in prompts} if refer else (), refer)
    turns = _turns(prompts)
    return [_answers(one, versions, past, turns) for one in prompts]


def _answers(
    prompt: Prompt, versions: dict[int, QuestionnaireVersion], past: Past, turns: dict[int, int]
) -> Answers:
    response, draft = response_of(prompt), draft_of(prompt)
    if response is not None:
        version = versions[response.questionnaire_version_id]
        return _of_response(prompt, response, version, past)
    assert draft is not None and prompt.questionnaire_version_id is not None
    version = versions[prompt.questionnaire_version_id]
    return _of_draft(prompt, draft, version, past, turn=turns[prompt.pk])


def _of_response(
    prompt: Prompt, response: Response, version: QuestionnaireVersion, past: Past
) -> Answers:
    definition = version.parsed()
    return Answers(
        prompt=prompt,
        version=version.number,
        completeness="complete",
        language=response.language,
        device=response.device,
        submitted_at=response.submitted_at,
        received_at=response.received_at,
        changed_at=prompt.changed_at,
        outcomes=outcomes_of_response(
            definition,
            response.answers,
            moment=moment_of(prompt, definition, now=response.received_at, past=past),
            arrangement=_seen(response),
        ),
    )


def _of_draft(
    prompt: Prompt, draft: Draft, version: QuestionnaireVersion, past: Past, *, turn: int
) -> Answers:
    definition = version.parsed()
    return Answers(
        prompt=prompt,
        version=version.number,
        completeness="partial",
        language=draft.language,
        device=(draft.timings or {}).get("device") or "",
        submitted_at=None,
        received_at=draft.saved_at,
        changed_at=max(prompt.changed_at, draft.changed_at),
        outcomes=outcomes_of_draft(
            definition,
            draft,
            moment=moment_of(prompt, definition, now=draft.saved_at, past=past),
            arrangement=arrangement_of(prompt, definition, turn=turn),
        ),
    )


def _seen(response: Response) -> Arrangement:
    kept = response.arrangement
    return Arrangement.model_validate(kept) if kept else AS_DEFINED


def _versions(prompts: Iterable[Prompt]) -> dict[int, QuestionnaireVersion]:
    of_responses = {
        response.questionnaire_version_id
        for one in prompts
        if (response := response_of(one)) is not None
    }
    wanted = of_responses | {one.questionnaire_version_id for one in prompts}
    return QuestionnaireVersion.objects.in_bulk([pk for pk in wanted if pk is not None])


def _turns(prompts: Iterable[Prompt]) -> dict[int, int]:
    """How many prompts came before each that was answered in part, by the same schedule."""
    partly = [one.pk for one in prompts if response_of(one) is None]
    if not partly:
        return {}
    before = (
        Prompt.objects.filter(
            participant=OuterRef("participant"),
            schedule=OuterRef("schedule"),
            scheduled_at__lt=OuterRef("scheduled_at"),
        )
        .order_by()
        .values("participant")
        .annotate(number=Count("pk"))
    )
    counted = Prompt.objects.filter(pk__in=partly).annotate(turn=Subquery(before.values("number")))
    return {pk: turn or 0 for pk, turn in counted.order_by().values_list("pk", "turn")}
