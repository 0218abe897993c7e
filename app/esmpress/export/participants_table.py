"""The table of participants: what holds for one as a whole; no address, no name."""

from __future__ import annotations

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import Cell, Instants, participant_code
from esmpress.export.prompt_words import STATIC
from esmpress.export.prompts_table import Wanted
from esmpress.export.sources import People, Source
from esmpress.export.tables import Column, Table
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

_OWN = {column.name: column for column in STATIC}
_COLUMNS = (
    _OWN["id"],
    _OWN["dyad"],
    _OWN["role"],
    Column("arm", "text", "Arm", "The arm they are in now. Empty in a study without arms."),
    _OWN["stratum"],
    Column("language", "text", "Language", "Language of their messages.", always_there=True),
    Column("tz", "text", "Time zone", "IANA time zone they live in now.", always_there=True),
    Column(
        "status",
        "text",
        "Status",
        "Whether they take part.",
        labels=tuple(Participant.Status.choices),
        always_there=True,
    ),
    Column(
        "withdrawal_level",
        "text",
        "Level of the withdrawal",
        "How far a withdrawal went. Empty where nobody withdrew. Whose answers are left out, or "
        "erased, is in no table.",
        labels=tuple(
            choice for choice in Participant.Level.choices if choice[0] not in Participant.LEFT_OUT
        ),
    ),
    Column("start_date", "date", "First study day", "Local date of study day 1."),
    Column("enrolled_utc", "instant", "Enrolled, UTC", "In UTC.", always_there=True),
    Column("enrolled_local", "local_instant", "Enrolled, local", "Local.", always_there=True),
    Column("withdrawn_utc", "instant", "Withdrawn, UTC", "In UTC."),
    Column("withdrawn_local", "local_instant", "Withdrawn, local", "Local."),
)
_ROWS = SQL("""  FROM participants_participant AS participant
  LEFT JOIN studies_arm AS arm ON arm.id = participant.arm_id
 WHERE participant.id = ANY({people})
 ORDER BY participant.number""")


def participants_table(study: Study, wanted: Wanted | None = None) -> Source:
    """Everybody whose answers are not left out."""
    del study
    wanted = wanted or Wanted()
    instants = Instants(SQL("participant.time_zone"), wanted.shift_days)
    table = Table(
        name="participants",
        title="Participants",
        description="One row for each participant: what holds for them as a whole.",
        columns=_COLUMNS,
        key=("id",),
    )
    cells = (
        Cell(participant_code(SQL("participant.number"))),
        Cell(SQL("NULL")),
        Cell(SQL("NULL")),
        Cell.free(SQL("arm.name")),
        Cell.free(SQL("nullif(participant.stratum, '')")),
        Cell(SQL("participant.language")),
        Cell(SQL("participant.time_zone")),
        Cell(SQL("participant.status")),
        Cell(SQL("nullif(participant.withdrawal_level, '')")),
        Cell(instants.day(SQL("participant.start_date"))),
        *instants.both(SQL("participant.enrolled_at")),
        *instants.both(SQL("participant.withdrawn_at")),
    )
    return Source(table, cells, _rows)


def _rows(people: People) -> Composable:
    return _ROWS.format(people=Literal(list(people)))
