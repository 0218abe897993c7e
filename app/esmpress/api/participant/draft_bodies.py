"""What the participant API says and takes of answers that are not sent yet."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from esmpress.api.participant.answers import MAX_ANSWERS, GivenAnswer, VersionNumber
from esmpress.api.problems import ItemProblem
from esmpress.responses import models
from esmpress.responses.timings import ForgivingTimings, Timings, whole

# Since the prompt was opened, on the clock of the server.
Milliseconds = Annotated[int, BeforeValidator(whole)]


class Draft(BaseModel):
    """The answers so far; `changed` also has those that were taken away again."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    answers: dict[str, GivenAnswer] = Field(default_factory=dict)
    changed: dict[str, int] = Field(default_factory=dict)
    page: str | None = None
    timings: Timings | None = None
    saved_at: datetime | None = None

    @classmethod
    def of(cls, draft: models.Draft | None) -> Self:
        """What is saved, empty for nothing."""
        if draft is None:
            return cls()
        return cls(
            answers=draft.answers,
            changed=draft.changed,
            page=draft.page or None,
            timings=draft.timings and Timings.model_validate(draft.timings),
            saved_at=draft.saved_at,
        )


class Change(BaseModel):
    """What an item was answered with and when; no answer takes an earlier one away."""

    model_config = ConfigDict(extra="forbid")

    item: str
    answer: GivenAnswer | None
    at: Milliseconds | None = None


class DraftChanges(BaseModel):
    """What changed since a page last saved, and where its participant is."""

    model_config = ConfigDict(extra="forbid")

    questionnaire_version: VersionNumber
    language: Annotated[str, Field(max_length=6)] = ""
    page: str | None = None
    changes: Annotated[list[Change], Field(max_length=MAX_ANSWERS)]
    timings: ForgivingTimings = None


class SavedDraft(Draft):
    """The draft as it is now, and why some of the changes are not in it."""

    refused: list[ItemProblem]
