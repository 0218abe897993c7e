"""What the API says to, and takes from, a participant's own page; part of openapi.yaml."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema

from esmpress.api.participant.bodies import LinkPage, StudyCard

Level = Literal["stop", "forget", "exclude", "erase"]

# Whatever is wrong with it is told by its name, not as a malformed body.
WakeTimes = Annotated[
    JsonValue,
    WithJsonSchema(
        {
            "type": "object",
            "description": "By weekday (mon to sun), from getting up to going to bed, as HH:MM.",
            "additionalProperties": {
                "type": "object",
                "properties": {"from": {"type": "string"}, "to": {"type": "string"}},
                "required": ["from", "to"],
            },
        }
    ),
]


class _Taken(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Address(_Taken):
    """Where to send the links to the personal pages of an address."""

    email: Annotated[str, Field(max_length=254)]


class Requested(BaseModel):
    """Says nothing: whether a mail goes out is seen in the mailbox alone."""


class SettingsChange(_Taken):
    """What the participant wants otherwise; what is left out stays."""

    language: Annotated[str, Field(max_length=6)] | None = None
    time_zone: Annotated[str, Field(max_length=64)] | None = None
    wake_times: WakeTimes | None = None


class PauseWanted(_Taken):
    """Until which local day; null: until the participant goes on."""

    until: date | None


class MailWanted(_Taken):
    """Whether the participant wants messages of this study."""

    wanted: Annotated[bool, Field(strict=True)]


class WithdrawalWanted(_Taken):
    """How far the withdrawal goes."""

    level: Level


class Withdrawn(BaseModel):
    """How far the withdrawal went."""

    level: Level
    study: StudyCard


class Compliance(BaseModel):
    """What was answered and missed; no share before the first."""

    answered: int
    missed: int
    share: float | None


class DayCompliance(BaseModel):
    """What was answered and missed on a study day."""

    day: int
    date: date
    answered: int
    missed: int


class ReportableEvent(BaseModel):
    """Something the participant can report, and the path of the page for it."""

    title: dict[str, str]
    path: str


class FeedbackPoint(BaseModel):
    """One own answer; `at` is on the wall clock of its time and place."""

    at: datetime
    value: float


class Feedback(BaseModel):
    """A chart of own answers; without limits of its own its scale follows the points."""

    title: dict[str, str]
    kind: Literal["line", "bars"]
    min: float | None
    max: float | None
    points: list[FeedbackPoint]


class FeedbackRule(BaseModel):
    """When feedback is shown: after `n` answered questionnaires, or at the end."""

    kind: Literal["after_answers", "at_end"]
    n: int | None


class GivenConsent(BaseModel):
    """What the participant agreed to: the choice for each purpose by its name."""

    version: int
    title: dict[str, str]
    given_at: datetime
    purposes: dict[str, bool]


class Portal(LinkPage):
    """The participant's own page.

    `next_mail` is a local day in words or as a date, never a time; `days` is the last study day
    that can have a prompt; `may_withdraw` are the levels that are left.
    """

    status: Literal["enrolled", "paused", "withdrawn", "over", "waiting"]
    gets_mail: bool
    day: int | None
    days: int | None
    compliance: Compliance
    per_day: list[DayCompliance]
    next_mail: Literal["today", "tomorrow"] | date | None
    asks_hours: bool
    wake_times: WakeTimes | None
    paused_until: date | None
    events: list[ReportableEvent]
    feedback: list[Feedback]
    feedback_rule: FeedbackRule | None
    consents: list[GivenConsent]
    may_withdraw: list[Level]
