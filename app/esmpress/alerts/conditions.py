"""Conditions on answers: which columns can have one, what is wrong with it, whether it holds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from esmpress.alerts.models import AlertRule
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.figures import figures_in
from esmpress.questionnaires.items import (
    ImageChoice,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    SingleChoice,
    YesNo,
)
from esmpress.questionnaires.names import cells, parts_of

Comparison = AlertRule.Comparison


@dataclass(frozen=True)
class WatchedColumn:
    """A column of answers that can have a condition: a scale, or `options` by their values."""

    name: str
    item: Item
    lowest: float | None = None
    highest: float | None = None
    options: Mapping[float, str] = field(default_factory=dict)


def columns_of(definition: Definition, language: str) -> dict[str, WatchedColumn]:
    """The columns of numbers and choices, by name, in the order of the items."""
    figures = {one.column: one for one in figures_in(definition)}
    found = {}
    for item in definition.items:
        for name in parts_of(item).values() or (item.name,):
            options = dict(_options(item, name, language))
            figure = figures.get(name)
            if figure is not None:
                ends = figure.lowest, figure.highest
                found[name] = WatchedColumn(name, item, *ends, options)
            elif options:
                found[name] = WatchedColumn(name, item, min(options), max(options), options)
    return found


def _options(item: Item, column: str, language: str) -> Iterator[tuple[float, str]]:
    """What can be chosen, with labels."""
    match item:
        case SingleChoice() | ImageChoice() | Likert() | Matrix():
            for one in item.options:
                yield one.value, (one.label or {}).get(language, "")
        case YesNo():
            yield 1, (item.yes_label or {}).get(language, _("yes"))
            yield 0, (item.no_label or {}).get(language, _("no"))
        case MultipleChoice():
            chosen = next(one for one in item.options if parts_of(item)[str(one.value)] == column)
            label = chosen.label.get(language, "")
            yield 1, _("“%(option)s” is chosen") % {"option": label}
            yield 0, _("“%(option)s” is not chosen") % {"option": label}


def fault_of(column: WatchedColumn | None, comparison: str, values: Collection[float]) -> str:
    """Why the condition can never hold of answers to the definition, in a sentence; or nothing."""
    if column is None:
        return _("The questionnaire does not ask this any more.")
    if comparison == Comparison.ONE_OF:
        wrong = [value for value in values if column.options and value not in column.options]
        if wrong:
            return _("%(value)s is no answer that can be given.") % {"value": in_digits(wrong[0])}
        return ""
    if not _is_beyond(column, comparison, next(iter(values))):
        return ""
    return _("No answer can be like this: they go from %(lowest)s to %(highest)s.") % {
        "lowest": in_digits(column.lowest),
        "highest": in_digits(column.highest),
    }


def _is_beyond(column: WatchedColumn, comparison: str, value: float) -> bool:
    if comparison == Comparison.AT_LEAST:
        return column.highest is not None and value > column.highest
    return column.lowest is not None and value < column.lowest


def holds(rule: AlertRule, definition: Definition, answers: Mapping[str, object]) -> bool:
    """Whether the rule's condition is true of the answers; never where there is no answer."""
    for item in definition.items:
        if rule.column == item.name or rule.column in parts_of(item).values():
            value = cells(item, answers.get(item.name)).get(rule.column)
            return isinstance(value, int | float) and _compares(rule, value)
    return False


def _compares(rule: AlertRule, value: float) -> bool:
    match rule.comparison:
        case Comparison.AT_LEAST:
            return value >= rule.values[0]
        case Comparison.AT_MOST:
            return value <= rule.values[0]
        case _:
            return value in rule.values


def in_digits(value: float | None) -> str:
    """A number without the digits nobody wrote."""
    return "–" if value is None else f"{value:g}"
