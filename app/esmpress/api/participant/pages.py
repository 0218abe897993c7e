"""What the page of a link shows, from the row and the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esmpress.api.participant.bodies import (
    Moment,
    PromptAnswered,
    PromptClosed,
    PromptOpen,
    PromptReady,
    StudyCard,
    VersionedQuestionnaire,
)
from esmpress.api.participant.draft_bodies import Draft
from esmpress.participants.models import Participant
from esmpress.prompts.arrangements import arrangement_of
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_to_show
from esmpress.responses.closing import closed_reason
from esmpress.responses.drafts import draft_of
from esmpress.responses.moments import moment_of
from esmpress.studies.models import Study


def page_of(
    prompt: Prompt, *, now: datetime
) -> PromptReady | PromptOpen | PromptAnswered | PromptClosed:
    """The state of the prompt and what a page needs to show it; changes nothing."""
    common = common_of(prompt.participant, time_zone=prompt.time_zone)
    if prompt.status == Prompt.Status.ANSWERED:
        assert prompt.answered_at is not None
        return PromptAnswered(
            **common, receipt=prompt.response.receipt, answered_at=prompt.answered_at
        )
    if not prompt.is_open(now=now):
        return PromptClosed(
            **common,
            reason=closed_reason(prompt),
            closed_at=_closed_at(prompt),
            more_to_come=_more_to_come(prompt, now=now),
        )
    common |= {
        "open_until": prompt.open_until,
        "server_time": now,
        "questionnaire": _questionnaire(prompt, now=now),
    }
    if prompt.finish_until is not None:
        assert prompt.opened_at is not None
        return PromptOpen(
            **common,
            opened_at=prompt.opened_at,
            finish_until=prompt.finish_until,
            draft=Draft.of(draft_of(prompt)),
        )
    return PromptReady(**common, finish_within_minutes=prompt.finish_within_minutes)


def common_of(participant: Participant, *, time_zone: str) -> dict[str, Any]:
    """What every page of a participant's link shows, with times in that zone."""
    study = participant.study
    return {
        "study": card_of(study),
        "language": participant.language,
        "languages": study.languages,
        "time_zone": time_zone,
    }


def card_of(study: Study) -> StudyCard:
    """The study as participants know it."""
    return StudyCard(
        name=study.title, contact_name=study.contact_name, contact_email=study.contact_email
    )


def _closed_at(prompt: Prompt) -> datetime:
    """The end of the time to answer, or what ended it before."""
    window_end = prompt.finish_until or prompt.open_until
    return min(prompt.ended_at or window_end, window_end)


def _more_to_come(prompt: Prompt, *, now: datetime) -> bool:
    """Whether the page may promise another mail: one is planned, and nothing holds it back."""
    participant = prompt.participant
    return (
        participant.status == Participant.Status.ENROLLED
        and participant.unsubscribed_at is None
        and participant.study.is_running
        and participant.prompts.filter(status=Prompt.Status.PLANNED, scheduled_at__gt=now).exists()
    )


def _questionnaire(prompt: Prompt, *, now: datetime) -> VersionedQuestionnaire:
    version = version_to_show(prompt)
    definition = version.parsed()
    scope = moment_of(prompt, definition, now=now)
    # Not validated: a published version would be checked as a whole at each look.
    return VersionedQuestionnaire.model_construct(
        version=version.number,
        definition=definition,
        arrangement=arrangement_of(prompt, definition),
        moment=Moment(
            day=scope.day, beep=scope.beep, previous=scope.previous, earlier=scope.earlier
        ),
    )
