"""What was answered to a prompt: all of it, the part given before its time was over, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import draft_of, is_partly_answered
from esmpress.responses.paradata import of_definition, timings_of
from esmpress.responses.partial import partial_answers, response_of
from esmpress.responses.timings import Timings


@dataclass(frozen=True)
class Given:
    """Answers with the version they belong to, and what is known of how they were given."""

    completeness: Literal["complete", "partial", ""] = ""
    version: int | None = None
    answers: Mapping[str, object] = field(default_factory=dict)
    language: str = ""
    device: str = ""
    arrangement: object = None


def given_to(prompt: Prompt) -> Given:
    """What the table tells of a prompt's answers."""
    if response := response_of(prompt):
        return Given(
            completeness="complete",
            version=response.questionnaire_version_id,
            answers=response.answers,
            language=response.language,
            device=response.device,
            arrangement=response.arrangement,
        )
    answers = partial_answers(prompt)
    draft = draft_of(prompt)
    if not answers or draft is None:
        return Given()
    return Given(
        completeness="partial",
        version=prompt.questionnaire_version_id,
        answers=answers,
        language=draft.language,
        device=(draft.timings or {}).get("device") or "",
    )


def timings_given(prompt: Prompt) -> Timings | None:
    """The timings of a response, or of a part that is kept."""
    version, response = prompt.questionnaire_version, response_of(prompt)
    if response is not None:
        return timings_of(response, version.parsed()) if version else None
    draft = draft_of(prompt)
    if version is None or draft is None or not draft.timings or not is_partly_answered(prompt):
        return None
    return of_definition(Timings.model_validate(draft.timings), version.parsed())
