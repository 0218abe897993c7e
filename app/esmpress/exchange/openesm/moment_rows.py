"""Keeps moments as prompts that are over, and answers as responses."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from zoneinfo import ZoneInfo

from esmpress.exchange.openesm.placing import WINDOW, Placed
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.responses.models import Response
from esmpress.studies.models import ScheduleVersion, Study

BATCH = 2000
# Drawn by none of our algorithms.
_NOT_DRAWN = 0


def keep_moments(
    study: Study,
    version: QuestionnaireVersion,
    people: dict[str, Participant],
    placed: list[Placed],
) -> None:
    """A prompt for each moment, answered or expired, and a response where there are answers."""
    drawn_by = ScheduleVersion.objects.select_related("schedule").get(schedule__study=study)
    prompts = [_prompt(one, people[one.moment.occasion.who], drawn_by, version) for one in placed]
    Prompt.objects.bulk_create(prompts, batch_size=BATCH)
    responses = _responses(prompts, placed, version, study.languages[0])
    Response.objects.bulk_create(responses, batch_size=BATCH)


def _prompt(
    one: Placed,
    participant: Participant,
    drawn_by: ScheduleVersion,
    version: QuestionnaireVersion,
) -> Prompt:
    occasion, is_answered = one.moment.occasion, bool(one.moment.answers)
    local = one.scheduled_at.astimezone(ZoneInfo(participant.time_zone))
    offset = local.utcoffset() or timedelta()
    prompt = Prompt(
        participant=participant,
        schedule=drawn_by.schedule,
        schedule_version=drawn_by,
        study_day=occasion.day,
        beep=occasion.beep,
        scheduled_at=one.scheduled_at,
        time_zone=participant.time_zone,
        utc_offset_minutes=int(offset.total_seconds()) // 60,
        open_until=one.open_until,
        finish_within_minutes=int(WINDOW.total_seconds()) // 60,
        algorithm=_NOT_DRAWN,
        sent_at=one.scheduled_at,
        status=Prompt.Status.ANSWERED if is_answered else Prompt.Status.EXPIRED,
        ended_at=one.answered_at if is_answered else one.open_until,
    )
    if is_answered:
        prompt.questionnaire_version = version
        prompt.opened_at = prompt.started_at = prompt.answered_at = one.answered_at
        prompt.finish_until = one.answered_at + WINDOW
    return prompt


def _responses(
    prompts: list[Prompt], placed: list[Placed], version: QuestionnaireVersion, language: str
) -> Iterator[Response]:
    for prompt, one in zip(prompts, placed, strict=True):
        if one.moment.answers:
            yield Response(
                prompt=prompt,
                questionnaire_version=version,
                language=language,
                answers=one.moment.answers,
                submitted_at=one.answered_at,
                received_at=one.answered_at,
            )
