"""The long table as a stream of CSV, and which prompts are in it."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from esmpress.export.copying import Batches, Passed, csv_of, untold
from esmpress.export.prompts_table import prompts_table
from esmpress.export.snapshot import snapshot
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study


def stream_csv(study: Study, *, passed: Passed = untold) -> Iterator[bytes]:
    """The table in blocks of whole lines (RFC 4180, UTF-8, LF), its header first.

    Whoever has their answers left out of exports is in none of its rows.
    """
    with snapshot():
        yield from csv_of(prompts_table(study), Batches(study), passed=passed)


def exported_prompts(study: Study) -> QuerySet[Prompt]:
    """The prompts of everybody whose answers are not left out of exports."""
    everybody = study.participants.in_exports()
    return Prompt.objects.filter(participant__in=everybody.order_by())
