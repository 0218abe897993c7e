"""Takes a response in, once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from esmpress.prepared import prepared_cursor
from esmpress.prompts import lifecycle
from esmpress.prompts.arrangements import arrangement_of
from esmpress.prompts.follow_ups import expect_follow_ups, plan_follow_ups
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_shown
from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.responses.drafts import draft_of
from esmpress.responses.models import Response
from esmpress.responses.moments import moment_of
from esmpress.responses.paradata import of_definition, pack
from esmpress.responses.photos import keep_answered
from esmpress.responses.timings import MILLISECOND, MOST_MS, Timings
from esmpress.webhooks.models import Kind
from esmpress.webhooks.noting import About, note

# What was saved of the answers before goes with it.
_INSERT = """
WITH draft AS (DELETE FROM responses_draft WHERE prompt_id = %(prompt)s)
INSERT INTO responses_response
       (prompt_id, questionnaire_version_id, language, answers, arrangement, receipt,
        submitted_at, received_at, device, item_timings, page_timings, hidden)
VALUES (%(prompt)s, %(version)s, %(language)s, %(answers)s, %(arrangement)s, %(receipt)s,
        %(submitted_at)s, %(received_at)s, %(device)s, %(item_timings)s::integer[],
        %(page_timings)s::integer[], %(hidden)s::integer[])
RETURNING id
"""


@dataclass(frozen=True)
class Sent:
    """What a page tells: when the participant sent, in ms since the opening, and its timings."""

    at: int | None = None
    timings: Timings | None = None

    def instant(self, prompt: Prompt, *, now: datetime) -> datetime | None:
        """When it was sent: after the opening and not in the future; None if nobody can tell."""
        if self.at is None or prompt.opened_at is None:
            return None
        return min(prompt.opened_at + min(max(self.at, 0), MOST_MS) * MILLISECOND, now)

    def first_touch(self, prompt: Prompt, *, until: datetime) -> datetime:
        """When the first answer was touched, at the latest at the end."""
        touch = self.timings.first_touch if self.timings else None
        if touch is None or prompt.opened_at is None:
            return until
        return min(prompt.opened_at + touch * MILLISECOND, until)


UNTOLD = Sent()


def submit(
    prompt: Prompt,
    answers: Mapping[str, object],
    *,
    language: str,
    version: int | None = None,
    sent: Sent = UNTOLD,
    now: datetime,
) -> tuple[Response, bool]:
    """The prompt's response, and whether it is new; a second submit gets the first one back.

    `version` is the number of the version the participant saw, and `sent` when they sent it, where
    the page tells. Raises InvalidAnswers, naming each item, OtherVersion or PromptClosed; all is
    stored or nothing.
    """
    if prompt.status != Prompt.Status.ANSWERED:
        shown = version_shown(prompt, version)
        if language not in prompt.participant.study.languages:
            language = prompt.participant.language
        try:
            with transaction.atomic():
                leads_on = expect_follow_ups(prompt)
                # Then: a closed prompt is closed, whatever the answers are.
                _mark_answered(prompt, shown, sent, now=now)
                response = _checked(prompt, shown, answers, sent, language=language, now=now)
                keep_answered(prompt, shown.parsed(), response.answers)
                response = _insert(response)
                who = prompt.participant
                note(who.study_id, Kind.RECEIVED, About(who.code, prompt.pk), now=now)
                if leads_on:
                    plan_follow_ups(prompt, response.answers, now=response.submitted_at)
            return response, True
        except lifecycle.PromptAnswered:
            pass
        except InvalidAnswers:
            prompt.refresh_from_db()
            raise
    return Response.objects.get(prompt=prompt), False


def _mark_answered(
    prompt: Prompt, version: QuestionnaireVersion, sent: Sent, *, now: datetime
) -> None:
    at = sent.instant(prompt, now=now)
    started_at = sent.first_touch(prompt, until=at or now)
    lifecycle.mark_answered(prompt, version=version, at=at, started_at=started_at, now=now)


def _checked(
    prompt: Prompt,
    version: QuestionnaireVersion,
    answers: Mapping[str, object],
    sent: Sent,
    *,
    language: str,
    now: datetime,
) -> Response:
    """The response, not stored yet; raises InvalidAnswers."""
    definition = version.parsed()
    arrangement = arrangement_of(prompt, definition)
    moment = moment_of(prompt, definition, now=now)
    assert prompt.answered_at is not None
    packed = pack(_timings(prompt, sent, definition, now=now), definition)
    return Response(
        prompt=prompt,
        questionnaire_version=version,
        language=language,
        answers=check_answers(definition, answers, moment=moment, arrangement=arrangement),
        arrangement=None if arrangement.is_plain else arrangement.model_dump(mode="json"),
        submitted_at=prompt.answered_at,
        received_at=now,
        device=packed.device,
        item_timings=packed.items,
        page_timings=packed.pages,
        hidden=packed.hidden,
    )


def _timings(
    prompt: Prompt, sent: Sent, definition: Definition, *, now: datetime
) -> Timings | None:
    """What this device and those before it measured, none of it in the future."""
    if prompt.opened_at is None:
        return None
    draft = draft_of(prompt)
    before = Timings.model_validate(draft.timings) if draft and draft.timings else None
    timings = before.merged(sent.timings) if before and sent.timings else sent.timings or before
    until = (now - prompt.opened_at) // MILLISECOND
    return of_definition(timings, definition, until=until) if timings else None


def _insert(response: Response) -> Response:
    """The same row, kept: written out, for Django takes longer to find the words."""
    with prepared_cursor() as cursor:
        cursor.execute(
            _INSERT,
            {
                "prompt": response.prompt_id,
                "version": response.questionnaire_version_id,
                "language": response.language,
                "answers": json.dumps(response.answers),
                "arrangement": response.arrangement and json.dumps(response.arrangement),
                "receipt": response.receipt,
                "submitted_at": response.submitted_at,
                "received_at": response.received_at,
                "device": response.device,
                "item_timings": response.item_timings,
                "page_timings": response.page_timings,
                "hidden": response.hidden,
            },
        )
        [response.pk] = cursor.fetchone()
    response._state.adding, response._state.db = False, connection.alias
    return response
