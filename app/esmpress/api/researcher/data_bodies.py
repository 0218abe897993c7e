"""What the researchers' API says of participants, prompts, answers and compliance."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from esmpress.api.participant.answers import GivenAnswer
from esmpress.api.researcher.bodies import Page, Said
from esmpress.responses.outcomes import Why

Level = Literal["", "stop", "forget", "exclude", "erase"]
PromptStatus = Literal[
    "planned",
    "sent",
    "opened",
    "started",
    "answered",
    "expired",
    "not_sent",
    "cancelled",
]
Trigger = Literal["schedule", "follow_up", "event"]


class ArmOfParticipant(Said):
    """An arm from a local day on; the drawn one counts from the beginning."""

    arm: str
    from_date: date | None


class ParticipantRow(Said):
    """A participant, by the number that stands for them in all data."""

    participant: str
    status: Literal["enrolled", "paused", "withdrawn"]
    withdrawal: Level
    left_out: bool = Field(
        description="Their answers may not be used: delete what you hold of them. All else is null."
    )
    language: str | None
    time_zone: str | None
    enrolled_at: datetime | None
    start_date: date | None = Field(description="Study day 1, where they are.")
    withdrawn_at: datetime | None
    stratum: str | None
    arm: str | None
    arms: list[ArmOfParticipant] | None = Field(description="Which arm since when.")
    changed_at: datetime


class Participants(Page):
    """Participants in the order they were enrolled in."""

    results: list[ParticipantRow]


class Place(Said):
    """Which prompt; `prompt` is a number of its own, and so are schedule, day and beep together."""

    prompt: int
    participant: str
    schedule: str | None
    day: int = Field(description="Study day, from 1.")
    beep: int = Field(description="Place in the schedule's day, from 1.")
    questionnaire: str
    questionnaire_version: int | None
    time_zone: str = Field(description="The participant's when it was planned.")


class PromptRow(Place):
    """A prompt whose moment has come, and what became of it; instants in UTC."""

    schedule_version: int
    trigger: Trigger
    status: PromptStatus
    status_reason: str
    scheduled_at: datetime
    utc_offset_minutes: int = Field(description="Of the participant's clock at `scheduled_at`.")
    dst: Literal["", "gap", "fold"]
    open_until: datetime
    sent_at: datetime | None
    opened_at: datetime | None
    started_at: datetime | None
    answered_at: datetime | None
    ended_at: datetime | None
    finish_until: datetime | None
    changed_at: datetime


class Prompts(Page):
    """Prompts by participant."""

    results: list[PromptRow]


class ResponseRow(Place):
    """The answers to a prompt; each item stands in `answers` or in `missing`."""

    completeness: Literal["complete", "partial"]
    language: str
    device: Literal["", "phone", "tablet", "desktop"]
    submitted_at: datetime | None = Field(description="Null where the time was over before.")
    received_at: datetime
    answers: dict[str, GivenAnswer]
    missing: dict[str, Why]
    changed_at: datetime


class Responses(Page):
    """Responses by participant."""

    results: list[ResponseRow]


class Figures(Said):
    """How many prompts came to each step; compliance is completed / (completed + missed)."""

    planned: int
    sent: int
    delivered: int
    opened: int
    started: int
    completed: int
    valid: int
    missed: int
    compliance: float | None


class ComplianceRow(Figures):
    """The figures of one participant."""

    participant: str
    status: Literal["enrolled", "paused", "withdrawn"]


class EventFigures(Said):
    """What participants reported without being asked; in no other figure."""

    reported: int
    completed: int


class Compliance(Said):
    """The figures of everybody, and of all of them together."""

    next_cursor: str | None
    as_of: datetime
    total: Figures
    events: EventFigures
    results: list[ComplianceRow]
