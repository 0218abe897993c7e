"""A data set as a study here would have it: a questionnaire, people, moments and answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from esmpress.exchange.item_names import ItemNames
from esmpress.exchange.openesm.items import answer_of, is_item, item_of, plain
from esmpress.exchange.openesm.metadata import Feature, Metadata, read_metadata
from esmpress.exchange.openesm.occasions import COLUMNS, Occasion, occasions_of
from esmpress.exchange.openesm.refusals import RefusedDataSet, at_line
from esmpress.exchange.openesm.table import Table, read_table
from esmpress.questionnaires.answers import Answer, InvalidAnswers, check_answers
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.faults import FaultyDefinition, checked_definition


@dataclass(frozen=True)
class Moment:
    """A moment, and what was answered at it: nothing where it was missed."""

    occasion: Occasion
    answers: dict[str, Answer]


@dataclass(frozen=True)
class DataSet:
    """What was read and checked; `remarks` say what did not come over."""

    metadata: Metadata
    definition: Definition
    moments: list[Moment]
    remarks: list[str]


def read_data_set(table: bytes, metadata: bytes, *, language: str) -> DataSet:
    """The whole data set; raises RefusedDataSet naming lines, and then nothing of it is taken."""
    described, read = read_metadata(metadata), read_table(table)
    occasions = occasions_of(read, described)
    items, left_out = _items(read, described, language=language)
    definition = _definition(described, list(items.values()), language=language)
    moments = _moments(occasions, items, definition)
    return DataSet(described, definition, moments, _remarks(described, left_out, moments))


def _items(
    table: Table, metadata: Metadata, *, language: str
) -> tuple[dict[str, dict[str, Any]], list[str]]:
    """An item for each column that was answered, by the column; and the columns left out."""
    features = {one.name: one for one in metadata.features}
    names, items, left_out = ItemNames(), {}, []
    for column in table.columns:
        if column in COLUMNS:
            continue
        feature = features.get(column) or Feature(name=column)
        if is_item(feature):
            name = names.fitted(column)
            items[column] = item_of(feature, name, table.values(column), language=language)
        else:
            left_out.append(column)
    if not items:
        raise RefusedDataSet([at_line(1, "there is no column that participants answered.")])
    return items, left_out


def _definition(metadata: Metadata, items: list[dict[str, Any]], *, language: str) -> Definition:
    title = {language: plain(metadata.name)}
    try:
        return checked_definition(
            {"title": title, "pages": [{"name": "moment", "items": items}], "rotations": []}
        )
    except FaultyDefinition as error:
        raise RefusedDataSet([f"Metadata: {fault}" for fault in error.faults]) from error


def _moments(
    occasions: list[Occasion], items: dict[str, dict[str, Any]], definition: Definition
) -> list[Moment]:
    faults: list[str] = []
    moments = []
    for one in occasions:
        cells = one.line.cells
        given = {
            item["name"]: answer_of(item, cells[column])
            for column, item in items.items()
            if column in cells
        }
        try:
            moments.append(Moment(one, check_answers(definition, given)))
        except InvalidAnswers as error:
            faults += [at_line(one.line.number, f"{e.item}: {e.detail}") for e in error.errors]
    if faults:
        raise RefusedDataSet(faults)
    return moments


def _remarks(metadata: Metadata, left_out: list[str], moments: list[Moment]) -> list[str]:
    remarks = []
    if left_out:
        remarks.append(f"Left out, as nobody was asked for it: {', '.join(left_out)}.")
    if metadata.implicit_missingness == "yes":
        remarks.append("Missed moments have no line in this data set: compliance is too high.")
    if not all(one.occasion.planned for one in moments):
        remarks.append("Moments without a noted instant got made-up ones: day and beep are real.")
    if metadata.license:
        remarks.append(f"Licence of the data: {metadata.license}.")
    return remarks
