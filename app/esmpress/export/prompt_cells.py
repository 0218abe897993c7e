"""The cells of the long table's own columns, in SQL, by the names that `prompt_rows` gives."""

from __future__ import annotations

from typing import LiteralString

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import Cell, Instants, seconds_between
from esmpress.export.prompt_stages import Stages
from esmpress.export.prompt_words import DESIGN, INSTANTS, STATE
from esmpress.studies.models import Study

# What is there of a prompt's answers: all of them, the part that is kept, or nothing.
_COMPLETENESS = SQL(
    "CASE WHEN response.id IS NOT NULL THEN 'complete' "
    "WHEN told.answers IS NOT NULL THEN 'partial' END"
)
_IS_EVENT = SQL("prompt.trigger = 'event'")
_PLAIN: dict[str, Composable] = {
    "id": SQL("participant.code"),
    "dyad": SQL("NULL"),
    "role": SQL("NULL"),
    "day": SQL("prompt.study_day"),
    "beep": SQL("CASE WHEN NOT ({}) THEN prompt.beep END").format(_IS_EVENT),
    "event_no": SQL("CASE WHEN {} THEN prompt.beep END").format(_IS_EVENT),
    "obsno": SQL("prompt.obsno"),
    "questionnaire": SQL("schedule.questionnaire"),
    "trigger": SQL("prompt.trigger"),
    "status": SQL("prompt.status"),
    "status_reason": SQL("nullif(prompt.status_reason, '')"),
    "completeness": _COMPLETENESS,
    "valid": SQL(
        "CASE WHEN prompt.status = 'answered' AND prompt.status_reason <> 'uploaded_late' "
        "THEN 1 ELSE 0 END"
    ),
    "n_reminders": SQL("coalesce(message.reminders, 0)"),
    "channel": SQL("message.channel"),
    "tz": SQL("prompt.time_zone"),
    "utc_offset_min": SQL("prompt.utc_offset_minutes"),
    "dst_flag": SQL("nullif(prompt.dst, '')"),
    "duration_s": seconds_between(SQL("prompt.started_at"), SQL("prompt.answered_at")),
    "latency_s": seconds_between(SQL("prompt.sent_at"), SQL("prompt.started_at")),
    "language": SQL("coalesce(response.language, told.language, participant.language)"),
    "device": SQL("nullif(coalesce(response.device, told.device), '')"),
    "schedule_version": SQL("schedule_version.number"),
    "questionnaire_version": SQL("questionnaire_version.number"),
    "algorithm_version": SQL("prompt.algorithm"),
    "arrangement": SQL("nullif(response.arrangement, '{}'::jsonb)::text"),
}
_INSTANTS: dict[str, LiteralString] = {
    "scheduled": "prompt.scheduled_at",
    "sent": "prompt.sent_at",
    "delivered": "message.delivered_at",
    "opened": "prompt.opened_at",
    "start": "prompt.started_at",
    "end": "prompt.answered_at",
    "received": "response.received_at",
    "open_until": "prompt.open_until",
    "finish_until": "prompt.finish_until",
}


def static_cells(
    study: Study, *, instants: Instants, stages: Stages, burst: Cell, missing: Composable
) -> list[Cell]:
    """The cells of `prompt_words.STATIC`; items come after these."""
    known = {
        **{name: Cell(expression) for name, expression in _PLAIN.items()},
        "arm": stages.arm,
        "phase": stages.phase,
        "burst": burst,
        "study": Cell(Literal(study.slug)),
        "stratum": Cell.free(SQL("participant.stratum")),
        "schedule": Cell.free(SQL("schedule.name")),
        "missing": Cell(missing),
    }
    return [
        *(known[column.name] for column in DESIGN),
        *(cell for name in INSTANTS for cell in instants.both(SQL(_INSTANTS[name]))),
        *(known[column.name] for column in STATE),
    ]
