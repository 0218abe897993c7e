"""What the API says to people who want to take part, and takes from them; part of openapi.yaml."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, RootModel

from esmpress.api.participant.answers import MAX_ANSWERS, GivenAnswer
from esmpress.api.participant.bodies import StudyCard, VersionedQuestionnaire
from esmpress.api.participant.me_bodies import WakeTimes
from esmpress.questionnaires.rich_texts.tokens import Block

MAX_PURPOSES = 50

Texts = dict[str, str]


class _Said(BaseModel):
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ConsentPurpose(_Said):
    """One thing people agree to, or may refuse unless it is required."""

    name: str
    text: Texts
    required: bool


class JoinInformation(_Said):
    """What people read first; `rich` holds texts with markup as in a definition."""

    text: Texts
    rich: dict[str, tuple[Block, ...]]


class JoinConsent(_Said):
    """The version people agree to now; `rich` holds texts with markup as in a definition."""

    version: int
    title: Texts
    text: Texts
    purposes: list[ConsentPurpose]
    rich: dict[str, tuple[Block, ...]]


class JoinOpen(_Said):
    """People can join now; with `eligibility` there are questions to answer first."""

    state: Literal["open"] = "open"
    study: StudyCard
    languages: list[str]
    time_zone: str
    information: JoinInformation
    consent: JoinConsent
    eligibility: VersionedQuestionnaire | None
    asks_hours: bool


class JoinFull(_Said):
    """As many take part as can."""

    state: Literal["full"] = "full"
    study: StudyCard
    languages: list[str]


class JoinClosed(_Said):
    """Nobody can join now."""

    state: Literal["closed"] = "closed"
    study: StudyCard
    languages: list[str]


class JoinPage(
    RootModel[Annotated[JoinOpen | JoinFull | JoinClosed, Field(discriminator="state")]]
):
    """What the page for people who want to take part shows now."""


Answers = Annotated[dict[str, GivenAnswer], Field(max_length=MAX_ANSWERS)]


class EligibilityAnswers(_Taken):
    """Answers to the questions about who can join, by item name."""

    answers: Answers


class Eligibility(BaseModel):
    """Whether somebody with these answers can join."""

    eligible: bool


class JoinWish(_Taken):
    """Somebody wants to take part; `purposes` says what they agree to, by name."""

    email: Annotated[str, Field(max_length=254)]
    language: Annotated[str, Field(max_length=6)]
    answers: Answers | None = None
    consent_version: Annotated[int, Field(strict=True)]
    purposes: Annotated[
        dict[str, Annotated[bool, Field(strict=True)]], Field(max_length=MAX_PURPOSES)
    ]


class Nothing(BaseModel):
    """The same for every address."""


class _ConfirmPage(_Said):
    study: StudyCard
    languages: list[str]
    language: str


class JoinConfirm(_ConfirmPage):
    """The address can be confirmed."""

    state: Literal["confirm"] = "confirm"
    time_zone: str
    asks_hours: bool


class JoinJoined(_ConfirmPage):
    """It was confirmed; `starts` is unknown until the study begins."""

    state: Literal["joined"] = "joined"
    starts: date | None


class JoinOver(_ConfirmPage):
    """It cannot be confirmed: too late, no place left, or closed."""

    state: Literal["expired", "full", "closed"]


class JoinConfirmPage(
    RootModel[Annotated[JoinConfirm | JoinJoined | JoinOver, Field(discriminator="state")]]
):
    """What the page of the link in the mail shows now."""


class JoinSettings(_Taken):
    """What the participant says of themselves, where the address is confirmed."""

    language: Annotated[str, Field(max_length=6)]
    time_zone: Annotated[str, Field(max_length=64)]
    wake_times: WakeTimes | None = None


class Joined(BaseModel):
    """The first day, the path of the personal page, and where our mails will be read."""

    starts: date | None
    portal: str
    mail_domain: str
