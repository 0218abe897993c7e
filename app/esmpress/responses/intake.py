"""Takes a response in, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from esmpress.prompts import lifecycle
from esmpress.prompts.arrangements import arrangement_of
from esmpress.prompts.follow_ups import expect_follow_ups, plan_follow_ups
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_shown
from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.responses.models import Response
from esmpress.responses.moments import moment_of
from esmpress.responses.photos import keep_answered

_INSERT = """
INSERT INTO responses_response
       (prompt_id, questionnaire_version_id, language, answers, arrangement, receipt,
        submitted_at)
VALUES (%(prompt)s, %(version)s, %(language)s, %(answers)s, %(arrangement)s, %(receipt)s, %(now)s)
RETURNING id
"""


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
                response = _checked(prompt, shown, answers, language=language, now=now)
                keep_answered(prompt, shown.parsed(), response.answers)
                response = _insert(response)
                if leads_on:
                    plan_follow_ups(prompt, response.answers, now=now)
            return response, True
        except lifecycle.PromptAnswered:
            pass
        except InvalidAnswers:
            prompt.refresh_from_db()
            raise
    return Response.objects.get(prompt=prompt), False


def _checked(
    prompt: Prompt,
    version: QuestionnaireVersion,
    answers: Mapping[str, object],
    *,
    language: str,
    now: datetime,
) -> Response:
    """The response, not stored yet; raises InvalidAnswers."""
    definition = version.parsed()
    arrangement = arrangement_of(prompt, definition)
    moment = moment_of(prompt, definition, now=now)
    return Response(
        prompt=prompt,
        questionnaire_version=version,
        language=language,
        answers=check_answers(definition, answers, moment=moment, arrangement=arrangement),
        arrangement=None if arrangement.is_plain else arrangement.model_dump(mode="json"),
        submitted_at=now,
    )


def _insert(response: Response) -> Response:
    """The same row, kept: written out, for Django takes longer to find the words."""
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "prompt": response.prompt_id,
                "version": response.questionnaire_version_id,
                "language": response.language,
                "answers": json.dumps(response.answers),
                "arrangement": response.arrangement and json.dumps(response.arrangement),
                "receipt": response.receipt,
                "now": response.submitted_at,
            },
        )
        [response.pk] = cursor.fetchone()
    response._state.adding, response._state.db = False, connection.alias
    return response
