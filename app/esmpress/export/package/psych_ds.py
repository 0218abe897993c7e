"""`dataset_description.json`: the dataset in the words of Schema.org, as Psych-DS asks for."""

from __future__ import annotations

from typing import Any

from esmpress.export.package.codebook import one_line
from esmpress.export.package.data_package import KEYWORDS
from esmpress.export.package.facts import PackageFacts
from esmpress.export.tables import Column

SCHEMA_VERSION = "Psych-DS 1.5.1"


def dataset_description(facts: PackageFacts) -> dict[str, Any]:
    """The dataset and every column of its data files, each name once.

    Who made the study, its licence and its paper are not known here; the README asks to add them.
    """
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": facts.name,
        "description": _description(facts),
        "schemaVersion": SCHEMA_VERSION,
        "version": str(facts.dataset_version),
        "dateModified": facts.made_at.date().isoformat(),
        "inLanguage": list(facts.languages),
        "keywords": [*KEYWORDS, *(f"questionnaire {slug}" for slug in _questionnaires(facts))],
        "variableMeasured": [_variable(column) for column in _columns(facts)],
    }


def _description(facts: PackageFacts) -> str:
    shape = facts.shape
    return (
        f"Experience-sampling data of the study “{facts.name}”: {shape.participants} participants, "
        f"up to {shape.prompts_of_one} prompts each, one row for every planned prompt, missed ones "
        "included."
    )


def _questionnaires(facts: PackageFacts) -> list[str]:
    found = {column.item.questionnaire for column in _columns(facts) if column.item}
    return sorted(found - {""})


def _columns(facts: PackageFacts) -> list[Column]:
    found: dict[str, Column] = {}
    for table in facts.tables:
        for column in table.columns:
            found.setdefault(column.name, column)
    return list(found.values())


def _variable(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "PropertyValue",
        "name": column.name,
        "description": one_line(column.description or column.title),
    }
    if column.unit:
        found["unitText"] = column.unit
    if column.minimum is not None:
        found["minValue"] = column.minimum
    if column.maximum is not None:
        found["maxValue"] = column.maximum
    if column.labels:
        found["valueReference"] = [
            {"@type": "PropertyValue", "value": value, "name": one_line(label)}
            for value, label in column.labels
        ]
    return found
