"""All tables of a study's data package, in their order."""

from __future__ import annotations

from esmpress.export.allocations_table import allocations_table
from esmpress.export.deliveries_table import deliveries_table
from esmpress.export.items_table import items_table
from esmpress.export.participants_table import participants_table
from esmpress.export.prompts_table import Wanted, prompts_table
from esmpress.export.schedules_table import schedules_table
from esmpress.export.sources import Source
from esmpress.export.tables import Table
from esmpress.studies.models import Study

_TABLES = (
    prompts_table,
    items_table,
    deliveries_table,
    allocations_table,
    participants_table,
    schedules_table,
)


def sources_of(study: Study, wanted: Wanted | None = None) -> list[Source]:
    """The tables with where their rows come from; reads the study's design, not its data."""
    return [make(study, wanted) for make in _TABLES]


def tables_of(study: Study) -> list[Table]:
    """The tables, in words and types."""
    return [source.table for source in sources_of(study)]
