"""What the researchers' API says, first of all about the study; part of openapi-researcher.yaml."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Said(BaseModel):
    """A body: each of its fields is always there."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)


class Page(Said):
    """Some of the rows there are."""

    # Leads to the rest; null: there is no more.
    next_cursor: str | None
    # What to give as `updated_since` the next time, once all pages are read.
    as_of: datetime
    # Fields that are null in all rows, as the token lacks read:arms.
    withheld: list[str]


class StudySummary(Said):
    """One study; `study` is its short name, by which addresses name it."""

    study: str
    name: str
    title: dict[str, str]
    languages: list[str]
    time_zone: str
    state: Literal["draft", "running", "ended"]
    created_at: datetime
    launched_at: datetime | None
    ended_at: datetime | None


class Studies(Said):
    """The studies a token opens: its own."""

    results: list[StudySummary]


class ArmOfDesign(Said):
    """An arm, and its share of the participants."""

    name: str
    weight: int


class PhaseOfDesign(Said):
    """A phase in the order they come in; `arm` is null where it is every arm's."""

    name: str
    days: int
    arm: str | None


class VersionOfQuestionnaire(Said):
    """A published version and when it was published."""

    number: int
    published_at: datetime


class QuestionnaireOfDesign(Said):
    """A questionnaire by its short name."""

    questionnaire: str
    name: str
    versions: list[VersionOfQuestionnaire]


class ScheduleOfDesign(Said):
    """When a questionnaire is asked; `kind` is how its moments come about."""

    name: str
    kind: str
    questionnaire: str
    phase: str | None = Field(description="The whole study where it is null.")


class StudyDetail(StudySummary):
    """The study and its design."""

    arms: list[ArmOfDesign]
    phases: list[PhaseOfDesign]
    schedules: list[ScheduleOfDesign]
    questionnaires: list[QuestionnaireOfDesign]
