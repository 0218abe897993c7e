"""Takes a response in, once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.responses.models import Response


def submit(
    prompt: Prompt, answers: Mapping[str, object], *, language: str, now: datetime
) -> tuple[Response, bool]:
    """The prompt's response, and whether it is new; a second submit gets the first one back.

    Raises InvalidAnswers, naming each item, or PromptClosed. Either all is stored or nothing.
    """
    if prompt.status != Prompt.Status.ANSWERED:
        version = lifecycle.version_to_show(prompt)
        if language not in prompt.participant.study.languages:
            language = prompt.participant.language
        try:
            with transaction.atomic():
                # First: a closed prompt is closed, whatever the answers are.
                lifecycle.mark_answered(prompt, version=version, now=now)
                response = Response.objects.create(
                    prompt=prompt,
                    questionnaire_version=version,
                    language=language,
                    answers=check_answers(version.parsed(), answers),
                    submitted_at=now,
                )
            return response, True
        except lifecycle.PromptAnswered:
            pass
        except InvalidAnswers:
            prompt.refresh_from_db()
            raise
    return Response.objects.get(prompt=prompt), False
