"""What the participant API says and takes; part of openapi.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from esmpress.api.participant.answers import MAX_ANSWERS, GivenAnswer, VersionNumber
from esmpress.api.participant.draft_bodies import Draft, Milliseconds
from esmpress.prompts.lifecycle import ClosedReason
from esmpress.questionnaires.arranging import Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.responses.timings import ForgivingTimings


class StudyCard(BaseModel):
    """The study as participants know it."""

    name: dict[str, str]
    contact_name: str
    contact_email: str


class Moment(BaseModel):
    """What conditions know beside the answers: where the prompt stands, and earlier answers.

    `previous` are those of the latest answered prompt by item name, `earlier` by `name@day.beep`;
    both hold only what the definition asks for.
    """

    day: int
    beep: int
    previous: dict[str, GivenAnswer]
    earlier: dict[str, GivenAnswer]


class VersionedQuestionnaire(BaseModel):
    """One published version of a questionnaire, as one prompt shows it."""

    version: int
    definition: Definition
    arrangement: Arrangement
    moment: Moment


class LinkPage(BaseModel):
    """What every page of a participant's link shows."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    study: StudyCard
    language: str
    languages: list[str]
    time_zone: str


class PromptReady(LinkPage):
    """The link is good and nothing has begun; asking again changes nothing."""

    state: Literal["ready"] = "ready"
    open_until: datetime
    server_time: datetime
    finish_within_minutes: int
    questionnaire: VersionedQuestionnaire


class PromptOpen(LinkPage):
    """The participant has begun and can answer until `finish_until`; `draft` is what is saved."""

    state: Literal["open"] = "open"
    opened_at: datetime
    open_until: datetime
    finish_until: datetime
    server_time: datetime
    questionnaire: VersionedQuestionnaire
    draft: Draft


class PromptAnswered(LinkPage):
    """The response is in."""

    state: Literal["answered"] = "answered"
    receipt: str
    answered_at: datetime


class PromptClosed(LinkPage):
    """The time to answer is over, or the prompt was cancelled."""

    state: Literal["closed"] = "closed"
    reason: ClosedReason
    closed_at: datetime
    more_to_come: bool


class PromptPage(
    RootModel[
        Annotated[
            PromptReady | PromptOpen | PromptAnswered | PromptClosed, Field(discriminator="state")
        ]
    ]
):
    """What the page of one link shows now."""


class Opening(BaseModel):
    """The version of the questionnaire the page shows; without it, the latest is opened."""

    model_config = ConfigDict(extra="forbid")

    questionnaire_version: VersionNumber | None = None


class Submission(BaseModel):
    """A filled-in questionnaire: answers by item name, unanswered items left out.

    `submitted_ms` is when the participant sent it; a phone may have had no network.
    """

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[dict[str, GivenAnswer], Field(max_length=MAX_ANSWERS)]
    language: Annotated[str, Field(max_length=6)] = ""
    questionnaire_version: VersionNumber | None = None
    submitted_ms: Milliseconds | None = None
    timings: ForgivingTimings = None


class Receipt(BaseModel):
    """What proves that the response is in; the same for every repeat."""

    receipt: str
    answered_at: datetime
