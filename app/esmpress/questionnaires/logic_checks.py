"""What is wrong with the logic of a whole questionnaire: names, order, types, what never shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, get_args

from django.utils.translation import gettext as _

from esmpress.lazy_texts import lazily
from esmpress.questionnaires.items import Computed
from esmpress.questionnaires.known_items import known_item
from esmpress.questionnaires.logic.checking import check, earlier_references, references
from esmpress.questionnaires.logic.expression import Expression
from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.known import Known, Type
from esmpress.questionnaires.logic.tree import JunctionNode, Node
from esmpress.questionnaires.logic.unreachable import always_false
from esmpress.questionnaires.logic.words import RESERVED
from esmpress.questionnaires.texts import PlacedText

if TYPE_CHECKING:
    from esmpress.questionnaires.definition import Definition


Use = Literal["show_if", "end_if", "formula", "text"]
_WORDS: dict[Use, str] = {
    "show_if": lazily("show if"),
    "end_if": lazily("end if"),
    "formula": lazily("formula"),
}
# Before the first page.
_BEGINNING = -1


@dataclass(frozen=True)
class _Placed:
    """An expression and where it stands: on a page, and unless it is about the page, in an item."""

    use: Use
    tree: Node
    words: str
    page: int
    item: str | None = None


def faults_of_logic(
    definition: Definition, piped: Iterable[tuple[PlacedText, str, Node]]
) -> list[str]:
    """A sentence for each fault, its place first; empty when the logic is sound.

    `piped` are the expressions in texts, with their text and its language.
    """
    reserved = [item.name for item in definition.items if item.name in RESERVED]
    faults = [
        _("item %(name)s: the name is a word of conditions") % {"name": name} for name in reserved
    ]
    return faults or [*_Checker(definition, piped).faults()]


def known_items(definition: Definition) -> dict[str, Known]:
    """What conditions know of each item; of a computed one, its type, if it has one.

    A formula may ask for earlier answers to any item, also its own: what is left when all others
    have their types, such as a running total, has the type that makes it right.
    """
    known = {one.name: known_item(one) for one in definition.items if not isinstance(one, Computed)}
    left = {one.name: one.formula.tree for one in definition.items if isinstance(one, Computed)}
    while found := _types(left, known):
        known |= found
        left = {name: tree for name, tree in left.items() if name not in found}
    for assumed in get_args(Type):
        guess = dict.fromkeys(left, Known(type=assumed, can_decline=False))
        if _types(left, known | guess) == guess:
            return known | guess
    return known


def _types(formulas: Mapping[str, Node], known: Mapping[str, Known]) -> dict[str, Known]:
    """What is known of those formulas that come to something."""
    found = {}
    for name, tree in formulas.items():
        with suppress(ExpressionError):
            of_tree = check(tree, items=known, expected="value")
            found[name] = Known(type=of_tree, can_decline=False)
    return found


class _Checker:
    """Goes through a definition whose names are sound."""

    def __init__(
        self, definition: Definition, piped: Iterable[tuple[PlacedText, str, Node]]
    ) -> None:
        self._definition = definition
        self._piped = piped
        self._known = known_items(definition)
        self._untyped = {item.name for item in definition.items} - self._known.keys()
        self._page_of = {
            item.name: place for place, page in enumerate(definition.pages) for item in page.items
        }
        self._place_of = {item.name: place for place, item in enumerate(definition.items)}
        moving = [place for place, page in enumerate(definition.pages) if not page.fixed]
        self._moving = moving if definition.shuffle_pages else []

    def faults(self) -> Iterator[str]:
        """Each fault of each expression; only one that can be read is looked at further."""
        for placed in [*self._expressions(), *self._in_texts()]:
            wrong = list(self._faults_of(placed))
            yield from (f"{placed.words}: {fault}" for fault in wrong)
            never = None if wrong else self._never(placed)
            if never is not None:
                yield never % {
                    "words": placed.words,
                    "consequence": _consequence(placed),
                }

    def _expressions(self) -> Iterator[_Placed]:
        for place, page in enumerate(self._definition.pages):
            if page.show_if is not None:
                yield self._placed("show_if", page.show_if, place)
            for item in page.items:
                if item.show_if is not None:
                    yield self._placed("show_if", item.show_if, place, item.name)
                if isinstance(item, Computed):
                    yield self._placed("formula", item.formula, place, item.name)
            if page.end_if is not None:
                yield self._placed("end_if", page.end_if, place)

    def _placed(
        self, use: Use, expression: Expression, page: int, item: str | None = None
    ) -> _Placed:
        owner = (
            _("item %(item)s") % {"item": item}
            if item
            else _("page %(name)s") % {"name": self._definition.pages[page].name}
        )
        return _Placed(use, expression.tree, f"{owner}, {_WORDS[use]}", page, item)

    def _in_texts(self) -> Iterator[_Placed]:
        pages = {page.name: place for place, page in enumerate(self._definition.pages)}
        for text, language, tree in self._piped:
            words = _("%(place)s, text in %(language)s") % {
                "place": text.place,
                "language": language,
            }
            if text.item is not None:
                yield _Placed("text", tree, words, self._page_of[text.item], text.item)
            else:
                place = _BEGINNING if text.page is None else pages[text.page]
                yield _Placed("text", tree, words, place)

    def _faults_of(self, placed: _Placed) -> Iterator[str]:
        tree = placed.tree
        order = [
            fault
            for name in sorted(references(tree))
            if name in self._place_of and (fault := self._order_fault(placed, name))
        ]
        yield from order
        if not order:
            yield from self._type_faults(placed)
        if placed.use == "end_if" and placed.page in self._moving:
            yield _("a page in random order cannot end the questionnaire: fix its place")

    def _type_faults(self, placed: _Placed) -> Iterator[str]:
        items = dict(self._known)
        if placed.use == "formula" and placed.item in self._untyped:
            items |= dict.fromkeys(self._untyped, Known(type="number"))
        elif _names(placed.tree) & self._untyped:
            # What is wrong with the formulas is said where they are.
            return
        is_condition = placed.use in ("show_if", "end_if")
        try:
            check(placed.tree, items=items, expected="boolean" if is_condition else "value")
        except ExpressionError as error:
            yield str(error)
        else:
            if len(items) > len(self._known):
                yield _("what it comes to depends on itself, or on a formula that is wrong")

    def _order_fault(self, placed: _Placed, name: str) -> str:
        """Why the answer to an item may not be there yet at this place; empty when it is."""
        there, here = self._page_of[name], placed.page
        if there != here:
            return "" if self._comes_first(there, here) else self._too_late(name, there, here)
        if placed.use == "end_if":
            # It is asked when all of the page's items have been.
            return ""
        if placed.item is None:
            return _("item %(name)s is on the page itself") % {"name": name}
        if name == placed.item:
            return _("it refers to itself (%(name)s)") % {"name": name}
        if self._place_of[name] > self._place_of[placed.item]:
            return _("item %(name)s comes later") % {"name": name}
        if self._definition.pages[here].shuffle:
            return _(
                "item %(name)s may come later, for the items of the page are in random order"
            ) % {"name": name}
        return ""

    def _too_late(self, name: str, there: int, here: int) -> str:
        if there in self._moving or here in self._moving:
            return _("item %(name)s may come later, for the pages are in random order") % {
                "name": name
            }
        return _("item %(name)s comes later") % {"name": name}

    def _comes_first(self, one: int, other: int) -> bool:
        """Whether a page comes before another in each order there can be."""
        moving = self._moving
        if one in moving:
            return other not in moving and other > max(moving)
        if other in moving:
            return one < min(moving)
        return one < other

    def _never(self, placed: _Placed) -> str | None:
        """A sentence on a condition that never holds: at all, or where its page is shown."""
        if placed.use in ("formula", "text"):
            return None
        if self._is_always_false(placed.tree):
            return _("%(words)s: no answers make this true, so %(consequence)s")
        of_page = self._condition_of(placed)
        if of_page is None or self._is_always_false(of_page):
            return None
        both = JunctionNode(operator="and", operands=(of_page, placed.tree))
        if not self._is_always_false(both):
            return None
        return _("%(words)s: no answers make this true where its page is shown, so %(consequence)s")

    def _condition_of(self, placed: _Placed) -> Node | None:
        """What shows the page of a condition, unless that is wrong or the condition itself."""
        condition = self._definition.pages[placed.page].show_if
        if condition is None or condition.tree is placed.tree:
            return None
        is_wrong = any(self._faults_of(self._placed("show_if", condition, placed.page)))
        return None if is_wrong else condition.tree

    def _is_always_false(self, tree: Node) -> bool:
        names = sorted(_names(tree))
        if self._untyped.intersection(names):
            return False
        return _is_always_false(tree, tuple((name, self._known[name]) for name in names))


@lru_cache(maxsize=2048)
def _is_always_false(tree: Node, known: tuple[tuple[str, Known], ...]) -> bool:
    # Many answers may have to be tried, and a draft is looked at again and again.
    return always_false(tree, dict(known))


def _names(tree: Node) -> set[str]:
    """The items whose answers are used, of now and of before."""
    return {*references(tree), *(earlier.name for earlier in earlier_references(tree))}


def _consequence(placed: _Placed) -> str:
    if placed.use == "end_if":
        return _("it never ends here")
    return _("the item is never shown") if placed.item else _("the page is never shown")
