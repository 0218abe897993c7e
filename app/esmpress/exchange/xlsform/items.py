"""Makes an item of a row, as far as there is a counterpart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from esmpress.exchange.conditions.nodes import Node, Untranslatable
from esmpress.exchange.conditions.writing import Asked, Writer
from esmpress.exchange.conditions.xpath import read_xpath
from esmpress.exchange.imported import Line, faults_of_item
from esmpress.exchange.spreadsheets import Row
from esmpress.exchange.text_columns import TextColumns
from esmpress.exchange.xlsform.choices import ChoiceList
from esmpress.exchange.xlsform.limits import limits
from esmpress.exchange.xlsform.words import KINDS, READ, WITH_LIST
from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.parsing import parse

_TRUE = ("yes", "true", "true()", "1")
_FALSE = ("", "no", "false", "false()", "0")
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
_NOT_ASKED = ("information", "computed")
# Looks of choices that say no more than how they stand on the screen.
_LIKERT = re.compile(r"\blikert\b")


@dataclass(frozen=True)
class Source:
    """A row that is to become an item, and what stands around it."""

    row: Row
    line: Line
    type: str
    name: str
    choices: ChoiceList | None
    columns: TextColumns
    # The items before it, by their old names.
    known: dict[str, Asked]

    @property
    def writer(self) -> Writer:
        """Writes conditions about the items before it."""
        return Writer(self.known, as_xpath=True)


def asked_as(source: Source, fields: dict[str, Any]) -> Asked:
    """What later conditions need to know of the item."""
    kind = fields["kind"]
    if kind == "consent":
        return Asked(source.name, kind, {"OK": True, "ok": True})
    if source.choices is None:
        return Asked(source.name, kind)
    return Asked(source.name, kind, source.choices.values, source.choices.renumbered)


def make_item(source: Source) -> dict[str, Any] | None:
    """The fields of the item; None where nothing comes of the row, whose line then says why."""
    kind = KINDS[source.type]
    fields: dict[str, Any] = {"kind": kind, "name": source.name, "text": _text(source)}
    if hint := source.columns.texts(source.row, "hint"):
        fields["help"] = with_references(source, hint)
    if kind not in _NOT_ASKED:
        fields["required"] = _is_required(source)
    try:
        fields |= _settings(source)
    except Untranslatable as error:
        source.line.leave_out(str(error))
        return None
    if relevant := translated(source, "relevant"):
        fields["show_if"] = relevant
    _add_limits(source, fields)
    _note_the_rest(source)
    if faults := faults_of_item(fields):
        source.line.leave_out("; ".join(faults))
        return None
    return fields


def translated(source: Source, column: str) -> str:
    """The condition in a column in our language; empty where there is none, or no counterpart."""
    cell = source.row[column].strip()
    if not cell:
        return ""
    try:
        return _checked(source.writer.condition(read_xpath(cell)))
    except Untranslatable as error:
        source.line.change(f"{column} has no counterpart: {error} (“{cell}”)")
        return ""


def _checked(written: str) -> str:
    """The expression, once it was read; raises Untranslatable where it is beyond the limits."""
    try:
        parse(written)
    except ExpressionError as error:
        raise Untranslatable(str(error)) from error
    return written


def _text(source: Source) -> dict[str, str]:
    texts = source.columns.texts(source.row, "label")
    if not texts:
        texts = {source.columns.default: source.line.name}
        if KINDS[source.type] != "computed":
            source.line.change("it has no label: its name stands in for it")
    return with_references(source, texts)


def with_references(source: Source, texts: dict[str, str]) -> dict[str, str]:
    """Texts with {name} in place of ${name}; names that did not come over are only words."""
    strange: list[str] = []

    def placed(found: re.Match[str]) -> str:
        if found[1] in source.known:
            return f"{{{source.known[found[1]].name}}}"
        strange.append(found[1])
        return f"({found[1]})"

    made = {language: _REFERENCE.sub(placed, text) for language, text in texts.items()}
    for name in dict.fromkeys(strange):
        source.line.change(f"${{{name}}} in a text asks for what did not come over")
    return made


def _is_required(source: Source) -> bool:
    cell = source.row["required"].strip().lower()
    if cell not in (*_TRUE, *_FALSE):
        source.line.change(f"required has no counterpart as a condition (“{cell}”): not required")
    return cell in _TRUE


def _settings(source: Source) -> dict[str, Any]:
    """The fields of its kind; raises Untranslatable where the item cannot be."""
    if source.type in WITH_LIST:
        return _of_choices(source)
    match source.type:
        case "decimal":
            return {"decimals": 6}
        case "time":
            return {"step_minutes": 1}
        case "text":
            return {"multiline": "multiline" in source.row["appearance"]}
        case "range":
            return _of_range(source)
        case "calculate" | "hidden":
            return {"formula": _formula(source)}
    return {}


def _of_choices(source: Source) -> dict[str, Any]:
    if source.choices is None:
        raise Untranslatable("its list of choices is not in the sheet choices")
    fields: dict[str, Any] = {"options": list(source.choices.options)}
    if _parameters(source.row).get("randomize", "").lower() == "true":
        fields["shuffle"] = True
    is_likert = source.type == "select_one" and _LIKERT.search(source.row["appearance"])
    if is_likert and 3 <= len(source.choices.options) <= 11:
        fields.pop("shuffle", None)
        fields["kind"] = "likert"
    return fields


def _of_range(source: Source) -> dict[str, Any]:
    given = _parameters(source.row)
    try:
        start, end, step = (
            _plain(given.get(name, default))
            for name, default in (("start", "1"), ("end", "10"), ("step", "1"))
        )
    except ValueError as error:
        raise Untranslatable("start, end and step must be numbers") from error
    languages = source.columns.texts(source.row, "label") or {source.columns.default: ""}
    source.line.change("the ends of the slider say the numbers: write words in their place")
    return {
        "min": start,
        "max": end,
        "step": step,
        "show_value": True,
        "min_label": dict.fromkeys(languages, str(start)),
        "max_label": dict.fromkeys(languages, str(end)),
    }


def _plain(words: str) -> int | float:
    number = float(words)
    return int(number) if number.is_integer() else number


def _parameters(row: Row) -> dict[str, str]:
    pairs = re.findall(r"(\w[\w-]*)\s*=\s*([^\s,;]+)", row["parameters"])
    return {name.lower(): value for name, value in pairs}


def _formula(source: Source) -> str:
    cell = source.row["calculation"].strip() or source.row["default"].strip()
    if not cell:
        raise Untranslatable("there is nothing to compute: calculation and default are empty")
    try:
        return _checked(source.writer.formula(_read_formula(source, cell)))
    except Untranslatable as error:
        raise Untranslatable(f"the calculation has no counterpart: {error} (“{cell}”)") from error


def _read_formula(source: Source, cell: str) -> Node:
    if source.row["calculation"].strip() or re.fullmatch(r"-?[0-9.]+", cell):
        return read_xpath(cell)
    # A default is a value, not an expression.
    return read_xpath(f"'{cell}'")


def _add_limits(source: Source, fields: dict[str, Any]) -> None:
    cell = source.row["constraint"].strip()
    if not cell:
        return
    try:
        found = limits(fields["kind"], read_xpath(cell))
        is_strict = re.search(r"[<>](?!=)", cell) is not None
        if source.type in ("decimal", "range") and is_strict:
            raise Untranslatable("a limit that is not reached itself")
        if faults := faults_of_item(fields | found):
            raise Untranslatable("; ".join(faults))
    except Untranslatable as error:
        source.line.change(f"constraint has no counterpart: {error} (“{cell}”)")
        return
    fields |= found
    message = source.columns.texts(source.row, "constraint_message")
    if message and fields["kind"] in ("number", "date"):
        fields["range_message"] = message


def _note_the_rest(source: Source) -> None:
    """Say which cells of the row nothing was made of."""
    used = {*READ, "list_name"}
    if source.type == "hidden":
        used.add("default")
    rest = [column for column in source.row.cells if column.split(":")[0].lower() not in used]
    if rest:
        source.line.change(f"{', '.join(rest)}: not read")
    appearance = source.row["appearance"].strip()
    if appearance and appearance not in ("multiline", "likert", "minimal", "quick"):
        source.line.change(f"appearance has no counterpart (“{appearance}”)")
