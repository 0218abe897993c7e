"""Prompts of one participant about one questionnaire, answered or not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.responses.models import Response
from tests.factories import LAUNCHED_AT, make_participant, make_prompt, make_study

BOTH = {"en": "text", "pl": "tekst"}
DAY_1 = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def make_form(*items: dict[str, Any], slug: str = "form") -> Questionnaire:
    """A published questionnaire with these items on one page."""
    form = Questionnaire.objects.create(name=slug, slug=slug, title=BOTH)
    for item in items:
        form.add_item(**{"kind": "number", "text": BOTH, "required": False} | item)
    publish(form, now=LAUNCHED_AT, researcher=None)
    return form


def participant_with(form: Questionnaire, **fields: Any) -> Participant:
    """Somebody in a study that asks the questionnaire."""
    return make_participant(make_study(questionnaire=form, **fields))


def prompt_at(participant: Participant, day: int, beep: int, **fields: Any) -> Prompt:
    """An open prompt: its beep is at so many hours after ten on its day."""
    at = DAY_1 + timedelta(days=day - 1, hours=beep - 1)
    return make_prompt(
        participant,
        **{"study_day": day, "beep": beep, "scheduled_at": at, "status": "sent", "sent_at": at}
        | fields,
    )


def definition_of(prompt: Prompt) -> Definition:
    """What the prompt would show now."""
    version = prompt.schedule.questionnaire.latest_version()
    assert version is not None
    return version.parsed()


def answer(prompt: Prompt, *, after: timedelta = timedelta(minutes=5), **answers: Any) -> Response:
    """The response to a prompt, in so long after its moment."""
    at = prompt.scheduled_at + after
    Prompt.objects.filter(pk=prompt.pk).update(
        status=Prompt.Status.ANSWERED, answered_at=at, ended_at=at
    )
    version = prompt.schedule.questionnaire.latest_version()
    assert version is not None
    return Response.objects.create(
        prompt=prompt,
        questionnaire_version=version,
        language="en",
        answers=answers,
        submitted_at=at,
        received_at=at,
    )
