"""The columns of the long table; docs/data-dictionary.md explains each."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from esmpress.export.given import Given
from esmpress.export.stages import Stages
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.questionnaires.names import Cell, cells, column_names
from esmpress.questionnaires.safe_cells import safe_cell
from esmpress.responses.partial import response_of
from esmpress.studies.models import Study


def _received_at(prompt: Prompt) -> datetime | None:
    response = response_of(prompt)
    return response.received_at if response else None


INSTANTS: dict[str, Callable[[Prompt], datetime | None]] = {
    "scheduled": lambda prompt: prompt.scheduled_at,
    "sent": lambda prompt: prompt.sent_at,
    "opened": lambda prompt: prompt.opened_at,
    "start": lambda prompt: prompt.started_at,
    "end": lambda prompt: prompt.answered_at,
    "received": _received_at,
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
STATE = (
    "status",
    "status_reason",
    "completeness",
    "tz",
    "utc_offset_min",
    "dst_flag",
    "language",
    "device",
    "algorithm",
    "arrangement",
)


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


def state_cells(prompt: Prompt, given: Given) -> list[Cell]:
    """The values of STATE."""
    arrangement = given.arrangement
    return [
        prompt.status,
        prompt.status_reason,
        given.completeness,
        prompt.time_zone,
        prompt.utc_offset_minutes,
        prompt.dst,
        given.language or prompt.participant.language,
        given.device,
        prompt.algorithm,
        json.dumps(arrangement, separators=(",", ":")) if arrangement else None,
    ]


def utc_text(instant: datetime | None) -> str | None:
    """ISO 8601 with Z, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if instant else None


def local_text(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 on the wall clock of `zone`, to the second, without an offset."""
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S") if instant else None


class ItemColumns:
    """The columns of each item ever asked in a study, in the order of the newest version."""

    def __init__(self, study: Study) -> None:
        """Read every version that the study's questionnaires have."""
        versions = (
            QuestionnaireVersion.objects.filter(questionnaire__schedules__study=study)
            .select_related("questionnaire")
            .order_by("questionnaire__slug", "-number")
            .distinct()
        )
        asked: dict[tuple[str, str], None] = {}
        # Read once: a response names its version, and there are many responses.
        self._versions: dict[int, tuple[str, tuple[Item, ...]]] = {}
        for version in versions:
            slug, items = version.questionnaire.slug, version.parsed().items
            self._versions[version.pk] = slug, items
            asked |= {(slug, name): None for item in items for name in column_names(item)}
        names = [name for _, name in asked]
        taken = {*DESIGN, *instant_columns(), *STATE}
        # A name is prefixed only where it would stand for two things; neither part holds a point,
        # so no prefixed name meets another.
        self.names = {
            (slug, name): f"{slug}.{name}" if names.count(name) > 1 or name in taken else name
            for slug, name in asked
        }

    def cells(self, version: int | None, answers: Mapping[str, object]) -> list[Cell]:
        """The answers of a response in their columns; `version` is its row, None without one."""
        slug, items = self._versions[version] if version else ("", ())
        filled: dict[str, Cell] = {}
        for item in items:
            if item.name in answers:
                filled |= cells(item, answers[item.name])
        return [safe_cell(filled.get(name)) if of == slug else None for of, name in self.names]
