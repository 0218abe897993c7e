"""What the page of a link shows, from the row and the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from esmpress.api.participant.bodies import (
    PromptAnswered,
    PromptClosed,
    PromptOpen,
    PromptReady,
    StudyCard,
    VersionedQuestionnaire,
)
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt


def page_of(
    prompt: Prompt, *, now: datetime
) -> PromptReady | PromptOpen | PromptAnswered | PromptClosed:
    """The state of the prompt and what a page needs to show it; changes nothing."""
    common = _common(prompt)
    if prompt.status == Prompt.Status.ANSWERED:
        assert prompt.answered_at is not None
        return PromptAnswered(
            **common, receipt=prompt.response.receipt, answered_at=prompt.answered_at
        )
    if not prompt.is_open(now=now):
        return PromptClosed(**common, closed_at=prompt.finish_until or prompt.open_until)
    common |= {
        "open_until": prompt.open_until,
        "server_time": now,
        "questionnaire": _questionnaire(prompt),
    }
    if prompt.finish_until is not None:
        return PromptOpen(**common, finish_until=prompt.finish_until)
    return PromptReady(**common, finish_within_minutes=prompt.finish_within_minutes)


def _common(prompt: Prompt) -> dict[str, Any]:
    study = prompt.participant.study
    return {
        "study": StudyCard(
            name=study.title, contact_name=study.contact_name, contact_email=study.contact_email
        ),
        "language": prompt.participant.language,
        "languages": study.languages,
        "time_zone": prompt.time_zone,
    }


def _questionnaire(prompt: Prompt) -> VersionedQuestionnaire:
    version = lifecycle.version_to_show(prompt)
    return VersionedQuestionnaire(version=version.number, definition=version.parsed())
