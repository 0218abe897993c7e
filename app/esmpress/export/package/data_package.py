"""`datapackage.json`: the tables as Frictionless's Tabular Data Package describes them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from esmpress.export.package.codebook import one_line
from esmpress.export.package.facts import PackageFacts, PackageFile
from esmpress.export.tables import Column, ColumnType, Reference, Table

UTC_FORMAT, LOCAL_FORMAT = "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%M:%S"
KEYWORDS = (
    "experience sampling method",
    "ecological momentary assessment",
    "ambulatory assessment",
    "intensive longitudinal data",
)
_TYPES: dict[ColumnType, dict[str, str]] = {
    "text": {"type": "string"},
    "whole_number": {"type": "integer"},
    "number": {"type": "number"},
    "instant": {"type": "datetime", "format": UTC_FORMAT},
    "local_instant": {"type": "datetime", "format": LOCAL_FORMAT},
    "date": {"type": "date"},
    "json": {"type": "object"},
}


def data_package(
    facts: PackageFacts, tables: Iterable[Table], files: Iterable[PackageFile]
) -> dict[str, Any]:
    """The descriptor; `files` are the CSV files of the tables."""
    by_table = {file.table: file for file in files}
    resources = [_resource(table, by_table[table.name]) for table in tables]
    return {
        "profile": "tabular-data-package",
        "name": facts.slug.lower(),
        "title": facts.name,
        "description": f"Experience-sampling data of the study “{facts.name}”.",
        "version": str(facts.dataset_version),
        "created": facts.made_at.strftime(UTC_FORMAT),
        "keywords": list(KEYWORDS),
        "resources": resources,
    }


def _resource(table: Table, file: PackageFile) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "description": one_line(table.description),
        "path": file.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "doubleQuote": True, "lineTerminator": "\n"},
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "schema": _schema(table),
    }


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.references:
        schema["foreignKeys"] = [_foreign_key(one) for one in table.references]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        **_TYPES[column.type],
        "title": one_line(column.title),
        "description": one_line(column.description),
    }
    if limits := _constraints(column):
        field["constraints"] = limits
    if column.labels:
        field["enumLabels"] = {str(value): one_line(label) for value, label in column.labels}
    if column.unit:
        field["unit"] = column.unit
    if column.item:
        field["item"] = f"{column.item.questionnaire}.{column.item.item}"
    return field


def _constraints(column: Column) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if column.always_there:
        found["required"] = True
    if column.is_closed:
        found["enum"] = [value for value, _ in column.labels]
        return found
    if column.type in {"whole_number", "number"}:
        limits = {"minimum": column.minimum, "maximum": column.maximum}
        found |= {name: limit for name, limit in limits.items() if limit is not None}
    return found


def _foreign_key(reference: Reference) -> dict[str, Any]:
    return {
        "fields": list(reference.columns),
        "reference": {"resource": reference.table, "fields": list(reference.there)},
    }
