"""What the participant API says and takes; part of openapi.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel, WithJsonSchema

from esmpress.questionnaires.arranging import Arrangement
from esmpress.questionnaires.definition import Definition

MAX_ANSWERS = 400

# Anything is let in: an answer of the wrong type is told apart by item, not as a malformed body.
GivenAnswer = Annotated[
    JsonValue,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "integer"}},
                {
                    "type": "object",
                    "additionalProperties": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
                },
            ]
        }
    ),
]


VersionNumber = Annotated[int, Field(ge=1, strict=True)]


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
    """The participant has begun and can answer until `finish_until`."""

    state: Literal["open"] = "open"
    open_until: datetime
    finish_until: datetime
    server_time: datetime
    questionnaire: VersionedQuestionnaire


class PromptAnswered(LinkPage):
    """The response is in."""

    state: Literal["answered"] = "answered"
    receipt: str
    answered_at: datetime


class PromptClosed(LinkPage):
    """The time to answer is over."""

    state: Literal["closed"] = "closed"
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
    """A filled-in questionnaire: answers by item name, unanswered items left out."""

    model_config = ConfigDict(extra="forbid")

    answers: Annotated[dict[str, GivenAnswer], Field(max_length=MAX_ANSWERS)]
    language: Annotated[str, Field(max_length=6)] = ""
    questionnaire_version: VersionNumber | None = None


class Receipt(BaseModel):
    """What proves that the response is in; the same for every repeat."""

    receipt: str
    answered_at: datetime
