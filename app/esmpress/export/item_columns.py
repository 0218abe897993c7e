"""The columns of each item ever asked in a study, with the expression of each cell."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from psycopg.sql import Composable

from esmpress.export.cells import Cell, by_number
from esmpress.export.item_cells import item_cells
from esmpress.export.item_words import columns_of
from esmpress.export.tables import Column, ColumnType
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Version:
    """One published version that the study can have asked."""

    pk: int
    questionnaire: str
    number: int
    definition: Definition


def versions_of(study: Study) -> list[Version]:
    """By questionnaire, the newest first."""
    rows = (
        QuestionnaireVersion.objects.filter(questionnaire__schedules__study=study)
        .select_related("questionnaire")
        .order_by("questionnaire__slug", "-number")
        .distinct()
    )
    return [Version(one.pk, one.questionnaire.slug, one.number, one.parsed()) for one in rows]


@dataclass(frozen=True)
class _Filled:
    """A column as one version fills it, from the answer to one item."""

    version: Version
    item: str
    column: Column
    cell: Cell


def item_columns(
    versions: Iterable[Version],
    *,
    taken: Collection[str],
    answers: Composable,
    version: Composable,
) -> list[tuple[Column, Cell]]:
    """Columns and cells, in the order of the newest version of each questionnaire.

    `answers` and `version` are expressions: jsonb, and the key of the version it belongs to. A name
    is prefixed only where it would stand for two things; neither part holds a point, so no prefixed
    name meets another.
    """
    versions = list(versions)
    filled: dict[tuple[str, str], list[_Filled]] = defaultdict(list)
    for one in versions:
        for found in _filled(one, answers):
            filled[one.questionnaire, found.column.name].append(found)
    names = [name for _, name in filled]
    asked = _asked(versions)
    made = []
    for (slug, name), ways in filled.items():
        is_shared = names.count(name) > 1 or name in taken
        column = replace(_joined(ways), name=f"{slug}.{name}" if is_shared else name)
        made.append((column, _cell(ways, asked, version)))
    return made


def _filled(version: Version, answers: Composable) -> Iterable[_Filled]:
    columns = columns_of(
        version.definition, questionnaire=version.questionnaire, version=version.number
    )
    for item in version.definition.items:
        for name, cell in item_cells(item, answers).items():
            yield _Filled(version, item.name, columns[name], cell)


def _asked(versions: Iterable[Version]) -> dict[str, set[int]]:
    """The versions that have an item of a name: only their answers have something under it."""
    asked: dict[str, set[int]] = defaultdict(set)
    for one in versions:
        for item in one.definition.items:
            asked[item.name].add(one.pk)
    return asked


def _cell(ways: list[_Filled], asked: dict[str, set[int]], version: Composable) -> Cell:
    """One expression where it reads nothing else of any version; by version where it would."""
    same = {(one.item, one.cell.sql.as_string()) for one in ways}
    if len(same) == 1 and asked[ways[0].item] == {one.version.pk for one in ways}:
        return ways[0].cell
    plain, safe = [], []
    for _, group in groupby(ways, key=lambda one: (one.item, one.cell.sql.as_string())):
        alike = list(group)
        numbers = [one.version.pk for one in alike]
        plain.append((numbers, alike[0].cell.sql))
        safe.append((numbers, alike[0].cell.written(guarded=True)))
    is_free = any(one.cell.safe is not None for one in ways)
    return Cell(by_number(version, plain), by_number(version, safe) if is_free else None)


def _joined(ways: list[_Filled]) -> Column:
    """The column as all versions fill it; words are those of the newest."""
    columns = [one.column for one in ways]
    newest = columns[0]
    labels = {value: label for one in reversed(columns) for value, label in one.labels}
    ordered = {value: labels[value] for one in columns for value, _ in one.labels}
    kinds = {one.item.kind for one in columns if one.item is not None}
    return replace(
        newest,
        type=_type({one.type for one in columns}),
        description=_description(ways) if len(kinds) > 1 else newest.description,
        # Where a version takes other values too, the list is not all there can be.
        labels=tuple(ordered.items()) if all(one.labels for one in columns) else (),
        minimum=_limit([one.minimum for one in columns], least=True),
        maximum=_limit([one.maximum for one in columns], least=False),
    )


def _description(ways: list[_Filled]) -> str:
    """Of an item that changed its kind."""
    told = [
        f"Version {one.version.number} ({one.column.item.kind}): {one.column.description}"
        for one in ways
        if one.column.item is not None
    ]
    return " ".join(told)


def _type(types: set[ColumnType]) -> ColumnType:
    if len(types) == 1:
        return next(iter(types))
    return "number" if types == {"whole_number", "number"} else "text"


def _limit(limits: list[float | None], *, least: bool) -> float | None:
    known = [one for one in limits if one is not None]
    if len(known) < len(limits):
        return None
    return min(known) if least else max(known)
