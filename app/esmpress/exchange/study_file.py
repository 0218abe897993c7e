"""What a study file holds: its shape, as models that read it and publish its JSON Schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictInt, StrictStr
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.expression import Expression
from esmpress.questionnaires.logic.scanning import MAX_SOURCE
from esmpress.sampling.arms import Arm, Phase
from esmpress.sampling.entries import Entry
from esmpress.sampling.json_schemas import SchemaGenerator, to_text
from esmpress.sampling.starting import StartRule

FORMAT = "esmpress-study"
FORMAT_VERSION = 1
MAX_BYTES = 20_000_000
SCHEMA_NAME = "study-file.schema.json"

Language = Annotated[str, Field(strict=True, min_length=2, max_length=6)]
Slug = Annotated[str, Field(strict=True, pattern=r"^[-a-zA-Z0-9_]{1,50}$")]
Line = Annotated[str, Field(strict=True, min_length=1, max_length=120)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class StudyFields(_Part):
    """The study itself; nothing of its participants, and its seed only where it was asked for."""

    name: Line = Field(description="For researchers; participants never see it.")
    slug: Slug = Field(description="Its short name in file names and commands.")
    title: dict[Language, StrictStr] = Field(
        max_length=20, description="What participants see, by language."
    )
    languages: tuple[Language, ...] = Field(min_length=1, max_length=10)
    time_zone: StrictStr = Field(description="As in Europe/Warsaw.")
    contact_name: Line
    contact_email: StrictStr
    start_rule: StartRule = "next_day"
    start_date: StrictStr | None = Field(
        default=None, description="The date of study day 1, as YYYY-MM-DD, if it is fixed."
    )
    travel_rule: Literal["next_day", "at_once"] = "next_day"
    strata: tuple[StrictStr, ...] = ()
    reminders_until: Literal["opened", "answered"] = "opened"
    snooze_minutes: Annotated[StrictInt, Field(ge=0, le=240)] = 0
    resend_uncertain: StrictBool = False
    mail_color: StrictStr = "#0f5c5c"
    seed: Annotated[str, Field(strict=True, pattern=r"^[0-9a-f]{32}$")] | None = Field(
        default=None, description="From which all moments are drawn; a new one if left out."
    )


class QuestionnaireFields(_Part):
    """A questionnaire; schedules name it by its slug."""

    slug: Slug
    name: Line = Field(description="For researchers; participants never see it.")
    definition: Definition


class MessageFields(_Part):
    """The study's own text of a message in one language."""

    kind: Literal["invitation", "reminder"]
    language: Language
    subject: StrictStr
    body: StrictStr
    html: StrictStr = ""


class StudyFile(_Part):
    """A whole study: what is asked, when, of whom by arm, and with which messages."""

    format: Literal["esmpress-study"]
    format_version: Literal[1]
    study: StudyFields
    arms: tuple[Arm, ...] = Field(max_length=100)
    phases: tuple[Phase, ...] = Field(max_length=100)
    schedules: tuple[Entry, ...] = Field(max_length=100)
    questionnaires: tuple[QuestionnaireFields, ...] = Field(max_length=100)
    messages: tuple[MessageFields, ...] = Field(max_length=100)


def schema_files() -> dict[str, str]:
    """The text of the published schema of study files, by its file name."""
    return {SCHEMA_NAME: to_text(schema())}


def schema() -> JsonSchemaValue:
    """The JSON Schema (draft 2020-12) of study files."""
    made = StudyFile.model_json_schema(schema_generator=_Generator)
    return (
        {"$schema": GenerateJsonSchema.schema_dialect, "$id": SCHEMA_NAME}
        | made
        | {"title": "ESMpress study file: a whole study with its questionnaires and messages"}
    )


class _Generator(SchemaGenerator):
    """Conditions as they are typed, and without what is made of texts when they are read."""

    def model_schema(self, schema: Any) -> JsonSchemaValue:
        """The schema of a model; of an expression, that of its source."""
        if schema["cls"] is Expression:
            return {"type": "string", "minLength": 1, "maxLength": MAX_SOURCE}
        made = super().model_schema(schema)
        if schema["cls"] is Definition:
            made["properties"].pop("rich")
        return made
