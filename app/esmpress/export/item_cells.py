"""The answer to an item in its columns, in SQL: what `questionnaires.names.cells` does."""

from __future__ import annotations

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import Cell, guarded_text
from esmpress.questionnaires.items import (
    AffectGrid,
    Computed,
    Consent,
    Item,
    Matrix,
    MultipleChoice,
    Ranking,
    Text,
    YesNo,
)
from esmpress.questionnaires.items.parts import MISSING
from esmpress.questionnaires.names import column_names, parts_of

_TRUTH = SQL("CASE {0} ->> {1} WHEN 'true' THEN '1' WHEN 'false' THEN '0' END")
_CHOSEN = SQL(
    "CASE WHEN jsonb_typeof({0} -> {1}) = 'array' "
    "THEN CASE WHEN {0} -> {1} @> {2} THEN '1' ELSE '0' END END"
)
_PLACE = SQL(
    "CASE WHEN jsonb_typeof({0} -> {1}) = 'array' THEN "
    "(SELECT max(place)::text FROM jsonb_array_elements({0} -> {1}) "
    "WITH ORDINALITY AS put (value, place) WHERE put.value = {2}) END"
)
_COMPUTED = SQL(
    "CASE jsonb_typeof({0} -> {1}) WHEN 'boolean' THEN {2} WHEN 'string' THEN {3} ELSE {4} END"
)
_PLAIN = SQL("{0} ->> {1}")
_GIVEN = SQL("CASE WHEN jsonb_typeof({0} -> {1}) <> 'object' THEN {0} ->> {1} END")


def item_cells(item: Item, answers: Composable) -> dict[str, Cell]:
    """The cells of an item's columns, by the column; `answers` is an expression of jsonb."""
    parts = {column: part for part, column in parts_of(item).items()}
    return {
        column: _cell(item, column, parts.get(column, ""), answers) for column in column_names(item)
    }


def _cell(item: Item, column: str, part: str, answers: Composable) -> Cell:
    name = Literal(item.name)
    if not part and column == f"{item.name}_{MISSING}":
        return Cell(SQL("{} -> {} ->> {}").format(answers, name, Literal(MISSING)))
    match item:
        case Matrix() | AffectGrid():
            return Cell(SQL("{} -> {} ->> {}").format(answers, name, Literal(part)))
        case MultipleChoice():
            return Cell(_CHOSEN.format(answers, name, _json(part)))
        case Ranking():
            return Cell(_PLACE.format(answers, name, _json(part)))
        case YesNo() | Consent():
            return Cell(_TRUTH.format(answers, name))
        case Computed():
            return _computed(answers, name)
    plain = (_GIVEN if item.can_decline else _PLAIN).format(answers, name)
    return Cell.free(plain) if isinstance(item, Text) else Cell(plain)


def _computed(answers: Composable, name: Composable) -> Cell:
    """Text is told from numbers, for a negative number is no formula."""
    truth, plain = _TRUTH.format(answers, name), _PLAIN.format(answers, name)
    return Cell(
        _COMPUTED.format(answers, name, truth, plain, plain),
        _COMPUTED.format(answers, name, truth, guarded_text(plain), plain),
    )


def _json(value: str) -> Composable:
    """The number of an option."""
    return SQL("{}::jsonb").format(Literal(str(int(value))))
