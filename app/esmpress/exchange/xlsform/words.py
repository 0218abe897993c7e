"""The types and columns of XLSForms: what each becomes, or why it does not come over."""

from __future__ import annotations

import re

# One word for each type that has several.
_ALIASES = {
    "select one": "select_one",
    "select one from": "select_one",
    "select1": "select_one",
    "select multiple": "select_multiple",
    "select all that apply": "select_multiple",
    "select all that apply from": "select_multiple",
    "string": "text",
    "int": "integer",
    "photo": "image",
    "trigger": "acknowledge",
    "q string": "text",
    "begin group": "begin_group",
    "end group": "end_group",
    "begin repeat": "begin_repeat",
    "end repeat": "end_repeat",
    "ranking": "rank",
}
KINDS = {
    "text": "text",
    "integer": "number",
    "decimal": "number",
    "select_one": "single_choice",
    "select_multiple": "multiple_choice",
    "rank": "ranking",
    "date": "date",
    "time": "time",
    "note": "information",
    "acknowledge": "consent",
    "image": "photo",
    "calculate": "computed",
    "hidden": "computed",
    "range": "slider",
}
WITH_LIST = ("select_one", "select_multiple", "rank")
_KEPT_ANYWAY = "it is kept with every response without being asked for"
_NO_COUNTERPART = "this type has no counterpart"
LEFT_OUT = {
    **dict.fromkeys(("start", "end", "today", "audit"), _KEPT_ANYWAY),
    **dict.fromkeys(
        ("deviceid", "username", "phonenumber", "email", "simserial", "subscriberid"),
        "what tells who somebody is stays out of questionnaires",
    ),
    "datetime": "this type has no counterpart: ask for the date and the time in two items",
    "select_one_from_file": "options in another file cannot be read",
    "select_multiple_from_file": "options in another file cannot be read",
}
# Columns that hold what is read elsewhere, by their beginnings.
READ = (
    *("type", "name", "label", "hint", "required", "relevant", "constraint"),
    *("constraint_message", "calculation", "appearance", "parameters"),
)
_LIST = re.compile(
    r"(?P<type>[a-z_ ]+?)\s+(?P<list>\S+)(?P<other>\s+or_other|\s+or specify other)?"
)


def type_and_list(cell: str) -> tuple[str, str, bool]:
    """The type of a row by its one word, its list of choices, and whether “other” is added."""
    words = " ".join(cell.replace("_", " ").split()).lower()
    plain = _ALIASES.get(words, words.replace(" ", "_"))
    if plain in KINDS or plain in LEFT_OUT or plain.startswith(("begin_", "end_")):
        return plain, "", False
    found = _LIST.fullmatch(" ".join(cell.split()))
    if found:
        named = " ".join(found["type"].replace("_", " ").split()).lower()
        kind = _ALIASES.get(named, named.replace(" ", "_"))
        if kind in WITH_LIST or kind in LEFT_OUT:
            return kind, found["list"], bool(found["other"])
    return plain, "", False


def reason_left_out(kind: str) -> str:
    """Why nothing comes of a row of a type."""
    return LEFT_OUT.get(kind.partition(" ")[0], f"{_NO_COUNTERPART} ({kind or 'no type'})")
