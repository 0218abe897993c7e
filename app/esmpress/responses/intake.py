"""Takes a response in, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from esmpress.prompts import lifecycle
from esmpress.prompts.follow_ups import expect_follow_ups, plan_follow_ups
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_shown
from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.responses.models import Response


def submit(
    prompt: Prompt,
    answers: Mapping[str, object],
    *,
    language: str,
    version: int | None = None,
    now: datetime,
) -> tuple[Response, bool]:
    """The prompt's response, and whether it is new; a second submit gets the first one back.

    `version` is the number of the version the participant saw, where the page tells it. Raises
    InvalidAnswers, naming each item, OtherVersion or PromptClosed; all is stored or nothing.
    """
    if prompt.status != Prompt.Status.ANSWERED:
        shown = version_shown(prompt, version)
        if language not in prompt.participant.study.languages:
            language = prompt.participant.language
        try:
            with transaction.atomic():
                leads_on = expect_follow_ups(prompt)
                # Then: a closed prompt is closed, whatever the answers are.
                lifecycle.mark_answered(prompt, version=shown, now=now)
                response = Response.objects.create(
                    prompt=prompt,
                    questionnaire_version=shown,
                    language=language,
                    answers=check_answers(shown.parsed(), answers),
                    submitted_at=now,
                )
                if leads_on:
                    plan_follow_ups(prompt, response.answers, now=now)
            return response, True
        except lifecycle.PromptAnswered:
            pass
        except InvalidAnswers:
            prompt.refresh_from_db()
            raise
    return Response.objects.get(prompt=prompt), False
