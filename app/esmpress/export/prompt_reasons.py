"""Why items have no answer, as far as SQL can tell: where no condition has to be worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import by_number
from esmpress.export.item_columns import Version
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Computed, Information, Item
from esmpress.questionnaires.items.parts import MISSING
from esmpress.responses.outcomes import Why

_HAS_ALL = SQL("{} ?& {}::text[]")
_ABSENT = SQL("CASE WHEN NOT {} ? {} THEN {} END")
# A text can be the very word that stands for what is missing: `?` would find it.
_DECLINED = SQL("CASE WHEN {0} -> {1} ->> {2} IS NOT NULL THEN {3} WHEN NOT {0} ? {1} THEN {4} END")


def unclear_items(definition: Definition) -> list[str]:
    """Items that may be skipped and are not always shown: only their conditions tell why."""
    return [
        item.name
        for item, is_always in _asked(definition)
        if not item.required and not is_always and not isinstance(item, Computed)
    ]


def needs_logic(versions: Iterable[Version], *, answers: Composable, key: Composable) -> Composable:
    """Whether a response lacks an answer to an unclear item of its version."""
    ways = [
        ([one.pk], SQL("NOT ({})").format(_HAS_ALL.format(answers, Literal(unclear))))
        for one in versions
        if (unclear := unclear_items(one.definition))
    ]
    return SQL("coalesce({}, false)").format(by_number(key, ways))


def reasons(versions: Iterable[Version], *, answers: Composable, key: Composable) -> Composable:
    """The JSON of a response without unclear ones; nothing where every item has its answer."""
    return by_number(key, [([one.pk], _of(one.definition, answers)) for one in versions])


def _of(definition: Definition, answers: Composable) -> Composable:
    asked = list(_asked(definition))
    # An array, as there are more items than a function takes arguments.
    listed = SQL("nullif('{{' || array_to_string(ARRAY[{}]::text[], ',') || '}}', '{{}}')").format(
        SQL(", ").join(_pair(item, is_always, answers) for item, is_always in asked)
    )
    if any(item.can_decline for item, _ in asked) or not asked:
        return listed
    # Most responses are whole: one look at all their names is enough.
    names = Literal([item.name for item, _ in asked])
    return SQL("CASE WHEN NOT ({}) THEN {} END").format(_HAS_ALL.format(answers, names), listed)


def _pair(item: Item, is_always: bool, answers: Composable) -> Composable:
    name = Literal(item.name)
    absent = Literal(f'"{item.name}":"{_why(item, is_always)}"')
    if not item.can_decline:
        return _ABSENT.format(answers, name, absent)
    declined = Literal(f'"{item.name}":"declined"')
    return _DECLINED.format(answers, name, Literal(MISSING), declined, absent)


def why_absent(definition: Definition) -> dict[str, Why]:
    """Of each item: why a response has no answer to it, where no condition has to be asked."""
    return {item.name: _why(item, is_always) for item, is_always in _asked(definition)}


def _why(item: Item, is_always: bool) -> Why:
    """What is required and not there was not shown, unless it always is."""
    if isinstance(item, Computed):
        return "not_computed"
    return "not_answered" if is_always else "not_asked"


def _asked(definition: Definition) -> Iterator[tuple[Item, bool]]:
    """The items that can have an answer, and whether each is shown to everybody."""
    can_end = any(page.end_if is not None for page in definition.pages)
    for page in definition.pages:
        for item in page.items:
            if not isinstance(item, Information):
                is_free = item.show_if is None and item.rotation is None
                yield item, is_free and page.show_if is None and not can_end
