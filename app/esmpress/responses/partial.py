"""Partial responses: what a prompt's draft holds once its time is over."""

from __future__ import annotations

from esmpress.prompts.arrangements import arrangement_of
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_to_show
from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.reached import answers_to_shown
from esmpress.responses.drafts import draft_of, is_partly_answered
from esmpress.responses.models import Response
from esmpress.responses.moments import moment_of


def response_of(prompt: Prompt) -> Response | None:
    """The prompt's response, if it was answered."""
    return getattr(prompt, "response", None)


def partial_answers(prompt: Prompt) -> dict[str, Answer]:
    """The answers so far of a prompt that expired, to items shown; nothing is computed of them."""
    draft = draft_of(prompt)
    if draft is None or not is_partly_answered(prompt):
        return {}
    definition = version_to_show(prompt).parsed()
    answers: dict[str, Answer] = draft.answers
    return answers_to_shown(
        definition,
        answers,
        moment=moment_of(prompt, definition, now=draft.saved_at),
        arrangement=arrangement_of(prompt, definition),
    )
