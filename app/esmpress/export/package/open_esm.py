"""`openesm.json`: what the openESM database asks of a dataset, as far as a program knows it."""

from __future__ import annotations

from typing import Any, Literal

from esmpress.export.package.codebook import number_text, one_line, values_of
from esmpress.export.package.facts import PackageFacts
from esmpress.export.tables import Column, Table

# openESM numbers its datasets itself, once it has taken them.
NOT_NUMBERED = "0000"
PROMPTS, STATIC = "prompts", "participants"
_TYPES = {
    "text": "character",
    "whole_number": "numeric",
    "number": "numeric",
    "instant": "PosixCt",
    "local_instant": "PosixCt",
    "date": "date",
    "json": "character",
}
Assessment = Literal["ESM", "baseline", ""]


def open_esm(facts: PackageFacts) -> dict[str, Any]:
    """The metadata; what only the authors know is null or empty, for them to fill in."""
    shape = facts.shape
    return {
        "first_author": "",
        "dataset_id": NOT_NUMBERED,
        "year": facts.made_at.year,
        "reference_a": None,
        "reference_b": None,
        "paper_doi": None,
        "zenodo_doi": None,
        "link_to_data": None,
        "license": None,
        "link_to_codebook": None,
        "link_to_code": None,
        "n_participants": shape.participants,
        "n_time_points": shape.prompts_of_one,
        "n_days": str(shape.days),
        "n_beeps_per_day": str(shape.beeps),
        "passive_data_available": "no",
        "cross_sectional_available": "yes" if _has(facts, STATIC) else "no",
        "topics": None,
        "implicit_missingness": "no",
        "raw_time_stamp": "yes",
        "sampling_scheme": "see design/study.json",
        "participants": None,
        "coding_file": None,
        "additional_comments": f"dataset version {facts.dataset_version}, {facts.software}",
        "coder_data": None,
        "coder_metadata": None,
        "features": [*_features(facts, PROMPTS, "ESM"), *_features(facts, STATIC, "baseline")],
    }


def _has(facts: PackageFacts, name: str) -> bool:
    return any(table.name == name for table in facts.tables)


def _features(facts: PackageFacts, name: str, assessment: Assessment) -> list[dict[str, str]]:
    table = next((one for one in facts.tables if one.name == name), None)
    return [_feature(column, assessment) for column in _columns(table)]


def _columns(table: Table | None) -> tuple[Column, ...]:
    return table.columns if table else ()


def _feature(column: Column, assessment: Assessment) -> dict[str, str]:
    return {
        "name": column.name,
        "description": one_line(column.title),
        "variable_type": _type(column),
        "coding": one_line(column.description),
        "answer_categories": _categories(column),
        "details": column.unit,
        "labels": values_of(column),
        "transformation": "",
        "source": column.item.questionnaire if column.item else "",
        "assessment_type": assessment,
        "construct": "",
        "comments": column.item.condition if column.item else "",
    }


def _type(column: Column) -> str:
    if not column.labels:
        return _TYPES[column.type]
    return "rating_scale" if column.item and column.item.kind in _SCALES else "categorical"


_SCALES = {"likert", "slider", "matrix", "affect_grid"}


def _categories(column: Column) -> str:
    if column.is_closed:
        return str(len(column.labels))
    if column.minimum is None or column.maximum is None:
        return ""
    return f"{number_text(column.minimum)}-{number_text(column.maximum)}"
