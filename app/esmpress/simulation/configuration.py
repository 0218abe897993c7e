"""The configuration of a study: read from the real tables, written into the scratch ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models

from esmpress.questionnaires.models import Questionnaire, QuestionnaireVersion
from esmpress.simulation.streams import study_seed
from esmpress.studies.models import Arm, Phase, Schedule, Study

# In the column `study` of the data, so that nobody takes them for real ones.
_MARK = "-simulated"


@dataclass(frozen=True)
class Configuration:
    """What a researcher has set up; nobody who takes part, and nothing that was asked."""

    study: Study
    rows: tuple[models.Model, ...]


def read_configuration(study: Study) -> Configuration:
    """The study as it is set up now; in a running one, with the newest scheme of each schedule."""
    questionnaires = Questionnaire.objects.filter(schedules__study=study).distinct()
    versions = QuestionnaireVersion.objects.filter(
        questionnaire__in=questionnaires.values("pk").order_by()
    )
    of_study: list[type[models.Model]] = [Arm, Phase, Schedule]
    rows = [
        *questionnaires,
        *versions,
        *(row for model in of_study for row in model._default_manager.filter(study=study)),
    ]
    return Configuration(study, tuple(rows))


def write_draft(configuration: Configuration, *, seed: int) -> Study:
    """Write the rows as those of a study that was never launched, with a seed of its own."""
    study = Study.objects.create(pk=configuration.study.pk, **_draft(configuration, seed))
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for row in configuration.rows:
        if isinstance(row, QuestionnaireVersion):
            # Who published it stays behind.
            row.published_by = None
        by_model.setdefault(type(row), []).append(row)
    for model, alike in by_model.items():
        model._default_manager.bulk_create(alike)
    _count_on([Study, *by_model])
    return study


def _draft(configuration: Configuration, seed: int) -> dict[str, Any]:
    fields = {
        field.attname: getattr(configuration.study, field.attname)
        for field in Study._meta.concrete_fields
        if not field.primary_key
    }
    longest = Study._meta.get_field("slug").max_length or 0
    slug = configuration.study.slug[: longest - len(_MARK)] + _MARK
    return fields | {
        "slug": slug,
        "seed": study_seed(seed),
        "launched_at": None,
        "ended_at": None,
    }


def _count_on(written: Iterable[type[models.Model]]) -> None:
    """Let each table give its next number after the numbers that were written."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(written)):
            cursor.execute(statement)
