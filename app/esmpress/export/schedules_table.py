"""The table of schedules: each version of each schedule, by which prompts were drawn."""

from __future__ import annotations

from functools import partial

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import Cell, Instants
from esmpress.export.prompts_table import Wanted
from esmpress.export.sources import People, Source
from esmpress.export.tables import Column, Table
from esmpress.studies.models import Study

_COLUMNS = (
    Column("schedule", "text", "Schedule", "Name of the schedule.", always_there=True),
    Column(
        "schedule_version",
        "whole_number",
        "Version",
        "1 was launched, more are changes.",
        minimum=1,
        always_there=True,
    ),
    Column("phase", "text", "Phase", "The phase it belongs to. Empty: the whole study."),
    Column("arm", "text", "Arm", "The arm of that phase. Empty: every arm."),
    Column(
        "questionnaire", "text", "Questionnaire", "Short name of what it asks.", always_there=True
    ),
    Column("kind", "text", "Kind of scheme", "How its moments are drawn.", always_there=True),
    Column("days", "whole_number", "Days", "How many days it lasts.", unit="d", minimum=1),
    Column(
        "response_window_minutes",
        "whole_number",
        "Response window",
        "How long a prompt can be opened.",
        unit="min",
        minimum=1,
    ),
    Column("apply_from", "date", "First day", "Local day it counts from; empty: the beginning."),
    Column("confirmed_utc", "instant", "Confirmed, UTC", "In UTC.", always_there=True),
    Column(
        "scheme",
        "json",
        "Scheme",
        "All that moments are drawn by: windows, blocks, reminders.",
        always_there=True,
    ),
)
_ROWS = SQL("""  FROM studies_scheduleversion AS version
  JOIN studies_schedule AS schedule ON schedule.id = version.schedule_id
  JOIN questionnaires_questionnaire AS questionnaire
    ON questionnaire.id = schedule.questionnaire_id
  LEFT JOIN studies_phase AS phase ON phase.id = schedule.phase_id
  LEFT JOIN studies_arm AS arm ON arm.id = phase.arm_id
 WHERE schedule.study_id = {study}
 ORDER BY schedule.id, version.number""")


def schedules_table(study: Study, wanted: Wanted | None = None) -> Source:
    """Every version of every schedule; dates are those of the study, and never moved."""
    del wanted
    table = Table(
        name="schedules",
        title="Schedules",
        description="One row for each version of each schedule.",
        columns=_COLUMNS,
        key=("schedule", "schedule_version"),
    )
    cells = (
        Cell.free(SQL("schedule.name")),
        Cell(SQL("version.number")),
        Cell.free(SQL("phase.name")),
        Cell.free(SQL("arm.name")),
        Cell(SQL("questionnaire.slug")),
        Cell(SQL("version.scheme ->> 'kind'")),
        Cell(SQL("version.scheme ->> 'days'")),
        Cell(SQL("version.scheme ->> 'response_window_minutes'")),
        Cell(SQL("version.apply_from")),
        Cell(Instants(SQL("'UTC'")).utc(SQL("version.confirmed_at"))),
        Cell(SQL("version.scheme::text")),
    )
    return Source(table, cells, partial(_rows, study.pk), is_of_study=True)


def _rows(study_id: int, people: People) -> Composable:
    del people
    return _ROWS.format(study=Literal(study_id))
