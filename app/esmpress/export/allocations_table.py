"""The table of allocations: each draw or change of a participant's arm."""

from __future__ import annotations

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import Cell, Instants, participant_code
from esmpress.export.prompt_words import STATIC
from esmpress.export.prompts_table import Wanted
from esmpress.export.sources import People, Source
from esmpress.export.tables import Column, Reference, Table
from esmpress.participants.models import Allocation
from esmpress.studies.models import Study

_OWN = {column.name: column for column in STATIC}
_COLUMNS = (
    _OWN["id"],
    Column(
        "allocation_no",
        "whole_number",
        "Number",
        "Counts a participant's rows, from 1.",
        minimum=1,
        always_there=True,
    ),
    Column("arm", "text", "Arm", "Name of the arm.", always_there=True),
    Column("stratum", "text", "Stratum", "Within which it was drawn. Empty without strata."),
    Column(
        "origin",
        "text",
        "How it came",
        "Drawn, or changed by a researcher.",
        labels=tuple(Allocation.Origin.choices),
        always_there=True,
    ),
    Column("from_date", "date", "First day", "Local day a change counts from; empty: from day 1."),
    Column(
        "block",
        "whole_number",
        "Block",
        "Of a drawn one: block of the stratum's sequence, from 1.",
        minimum=1,
    ),
    Column("place", "whole_number", "Place in the block", "Of a drawn one, from 1.", minimum=1),
    Column("block_size", "whole_number", "Size of the block", "Of a drawn one.", minimum=1),
    Column("drawn_utc", "instant", "Drawn or changed, UTC", "In UTC.", always_there=True),
    Column("drawn_local", "local_instant", "Drawn or changed, local", "Local.", always_there=True),
)
_ROWS = SQL("""  FROM participants_allocation AS allocation
  JOIN participants_participant AS participant ON participant.id = allocation.participant_id
  JOIN studies_arm AS arm ON arm.id = allocation.arm_id
 WHERE participant.id = ANY({people})
 ORDER BY participant.number, allocation.id""")
_NUMBER = SQL("row_number() OVER (PARTITION BY participant.number ORDER BY allocation.id)")


def allocations_table(study: Study, wanted: Wanted | None = None) -> Source:
    """Every draw and change, in their order; reasons are texts that people wrote, and left out."""
    del study
    wanted = wanted or Wanted()
    instants = Instants(SQL("participant.time_zone"), wanted.shift_days)
    table = Table(
        name="allocations",
        title="Allocations",
        description="One row for each draw or change of a participant's arm.",
        columns=_COLUMNS,
        key=("id", "allocation_no"),
        references=(Reference(("id",), "participants", ("id",)),),
    )
    cells = (
        Cell(participant_code(SQL("participant.number"))),
        Cell(_NUMBER),
        Cell.free(SQL("arm.name")),
        Cell.free(SQL("nullif(allocation.stratum, '')")),
        Cell(SQL("allocation.origin")),
        Cell(instants.day(SQL("allocation.from_date"))),
        Cell(SQL("allocation.block")),
        Cell(SQL("allocation.place")),
        Cell(SQL("allocation.block_size")),
        *instants.both(SQL("allocation.drawn_at")),
    )
    return Source(table, cells, _rows)


def _rows(people: People) -> Composable:
    return _ROWS.format(people=Literal(list(people)))
