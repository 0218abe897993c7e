"""All tables of a study's data package, in their order."""

from __future__ import annotations

from esmpress.export.prompts_table import Wanted, prompts_table
from esmpress.export.sources import Source
from esmpress.export.tables import Table
from esmpress.studies.models import Study


def sources_of(study: Study, wanted: Wanted | None = None) -> list[Source]:
    """The tables with where their rows come from; reads the study's design, not its data."""
    return [prompts_table(study, wanted)]


def tables_of(study: Study) -> list[Table]:
    """The tables, in words and types."""
    return [source.table for source in sources_of(study)]
