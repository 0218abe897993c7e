"""The columns of the long table; docs/data-dictionary.md explains each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from esmpress.export.stages import Stages
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.answers import Answer
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Study

Cell = str | int | float | None

INSTANTS: dict[str, Callable[[Prompt], datetime | None]] = {
    "scheduled": lambda prompt: prompt.scheduled_at,
    "sent": lambda prompt: prompt.sent_at,
    "opened": lambda prompt: prompt.opened_at,
    "start": lambda prompt: prompt.started_at,
    "end": lambda prompt: prompt.answered_at,
    "open_until": lambda prompt: prompt.open_until,
    "finish_until": lambda prompt: prompt.finish_until,
}
DESIGN = (
    "study",
    "id",
    "arm",
    "stratum",
    "phase",
    "schedule",
    "schedule_version",
    "trigger",
    "questionnaire",
    "questionnaire_version",
    "day",
    "beep",
    "obsno",
)
STATE = ("status", "status_reason", "tz", "utc_offset_min", "dst_flag", "language", "algorithm")

# Spreadsheets run a cell that begins with one of these as a formula, some also the wide forms.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Text that begins with an apostrophe of its own gets one too: dropping the first is always right.
_ESCAPED_STARTS = (*_FORMULA_STARTS, "'")


def instant_columns() -> list[str]:
    """Each instant twice: in UTC and on the participant's wall clock."""
    return [f"{name}_{form}" for name in INSTANTS for form in ("utc", "local")]


def design_cells(study: Study, prompt: Prompt, stages: Stages, obsno: int) -> list[Cell]:
    """The values of DESIGN."""
    version = prompt.questionnaire_version
    return [
        study.slug,
        prompt.participant.code,
        safe_cell(stages.arm(prompt)),
        safe_cell(prompt.participant.stratum or None),
        safe_cell(stages.phase(prompt)),
        safe_cell(prompt.schedule.name),
        prompt.schedule_version.number,
        prompt.trigger,
        prompt.schedule.questionnaire.slug,
        version.number if version else None,
        prompt.study_day,
        prompt.beep,
        obsno,
    ]


def instant_cells(prompt: Prompt) -> list[Cell]:
    """The values of `instant_columns`."""
    zone = ZoneInfo(prompt.time_zone)
    cells: list[Cell] = []
    for read in INSTANTS.values():
        instant = read(prompt)
        cells += [utc_text(instant), local_text(instant, zone)]
    return cells


def state_cells(prompt: Prompt, language: str) -> list[Cell]:
    """The values of STATE."""
    return [
        prompt.status,
        prompt.status_reason,
        prompt.time_zone,
        prompt.utc_offset_minutes,
        prompt.dst,
        language,
        prompt.algorithm,
    ]


def utc_text(instant: datetime | None) -> str | None:
    """ISO 8601 with Z, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None


def local_text(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 on the wall clock of `zone`, to the second, without an offset."""
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S") if instant else None


class ItemColumns:
    """One column for each item ever asked in a study, in the order of the newest version."""

    def __init__(self, study: Study) -> None:
        """Read every version that the study's questionnaires have."""
        versions = (
            QuestionnaireVersion.objects.filter(questionnaire__schedules__study=study)
            .select_related("questionnaire")
            .order_by("questionnaire__slug", "-number")
            .distinct()
        )
        asked: dict[tuple[str, str], None] = {}
        for version in versions:
            for name in item_names(version.parsed()):
                asked[version.questionnaire.slug, name] = None
        names = [name for _, name in asked]
        taken = {*DESIGN, *instant_columns(), *STATE}
        # A name is prefixed only where it would stand for two things; neither part holds a point,
        # so no prefixed name meets another.
        self.names = {
            (slug, name): f"{slug}.{name}" if names.count(name) > 1 or name in taken else name
            for slug, name in asked
        }

    def cells(self, slug: str, answers: dict[str, Answer]) -> list[Cell]:
        """The answers of a response to the questionnaire `slug`, in their columns."""
        return [safe_cell(answers.get(name)) if of == slug else None for of, name in self.names]


def item_names(definition: Definition) -> list[str]:
    """The names of a definition's items."""
    return [item.name for item in definition.items]


def safe_cell(answer: Answer | None) -> Cell:
    """The answer, with an apostrophe before text a spreadsheet would run as a formula."""
    if isinstance(answer, str) and answer.startswith(_ESCAPED_STARTS):
        return f"'{answer}"
    return answer
