"""Writes conditions of other systems in the language of expressions, with the same meaning."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from esmpress.exchange.conditions.nodes import (
    Answered,
    Arithmetic,
    Call,
    Chosen,
    Compared,
    Comparison,
    Counted,
    Junction,
    Negative,
    Node,
    Not,
    Number,
    Own,
    Reference,
    Text,
    Truth,
    Untranslatable,
)

# How tight a piece holds together: what is looser than its place is put in brackets.
_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _SIGNED, _SINGLE = range(8)
_SWAPPED: dict[Comparison, Comparison] = {
    "==": "==",
    "!=": "!=",
    "<": ">",
    "<=": ">=",
    ">": "<",
    ">=": "<=",
}
_OPPOSITES: dict[Comparison, Comparison] = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    "<=": ">",
    ">": "<=",
    ">=": "<",
}
_HOLDS: dict[Comparison, Callable[[Decimal, Decimal], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_BOOLEAN = ("yes_no", "consent")
_SINGLE_CHOICE = ("single_choice", "likert", "image_choice")


@dataclass(frozen=True)
class Asked:
    """An item as it came over: its name and kind, and what became of the options' old names.

    `renumbered` says that the old names were no numbers, so that nothing can be reckoned with them.
    """

    name: str
    kind: str
    values: Mapping[str, int | bool] = field(default_factory=dict)
    renumbered: bool = False


@dataclass(frozen=True)
class _Piece:
    source: str
    tightness: int

    def within(self, place: int) -> str:
        return self.source if self.tightness >= place else f"({self.source})"


@dataclass(frozen=True)
class Writer:
    """Writes conditions about the items there are, by their old names.

    `as_xpath`: an item alone stands for “there is an answer”, and what is unequal may have none.
    Otherwise nothing holds for an item without an answer, as in R.
    """

    items: Mapping[str, Asked]
    as_xpath: bool = False

    def condition(self, tree: Node) -> str:
        """A source that is true or false; raises Untranslatable."""
        return self._boolean(tree).source

    def formula(self, tree: Node) -> str:
        """A source with any value; raises Untranslatable."""
        return self._value(tree).source

    def _boolean(self, tree: Node) -> _Piece:
        match tree:
            case Truth(value=value):
                return _Piece("true" if value else "false", _SINGLE)
            case Answered(item=item):
                return _Piece(f"answered({self._asked(item).name})", _SINGLE)
            case Chosen():
                return self._chosen(tree)
            case Not(operand=Not(operand=inner)):
                return self._boolean(inner)
            case Not(operand=Compared() as inner) if not self.as_xpath:
                opposite = _OPPOSITES[inner.operator]
                return self._compared(Compared(opposite, inner.left, inner.right))
            case Not(operand=operand):
                return _not(self._boolean(operand))
            case Junction(operator=word, operands=operands):
                own = _OR if word == "or" else _AND
                parts = [self._boolean(one).within(own + 1) for one in operands]
                return _Piece(f" {word} ".join(parts), own)
            case Compared():
                return self._compared(tree)
            case Reference():
                return self._bare(self._asked(tree))
        raise Untranslatable("a value stands where only true or false can stand")

    def _bare(self, asked: Asked) -> _Piece:
        if asked.kind in _BOOLEAN:
            return _Piece(asked.name, _SINGLE)
        if not self.as_xpath:
            raise Untranslatable(f"{asked.name} stands where only true or false can stand")
        return _Piece(f"answered({asked.name})", _SINGLE)

    def _value(self, tree: Node) -> _Piece:
        match tree:
            case Number(words=words):
                return _Piece(words, _SINGLE)
            case Text(words=words):
                return _Piece(_quoted(words), _SINGLE)
            case Reference():
                return _Piece(self._asked(tree).name, _SINGLE)
            case Counted(item=Reference() as item):
                return _Piece(f"{tree.what}({self._asked(item).name})", _SINGLE)
            case Negative(operand=operand):
                return _Piece(f"-{self._value(operand).within(_SIGNED)}", _SIGNED)
            case Arithmetic():
                own = _SUM if tree.operator in "+-" else _PRODUCT
                left = self._number(tree.left).within(own)
                right = self._number(tree.right).within(own + 1)
                return _Piece(f"{left} {tree.operator} {right}", own)
            case Call(function=function, arguments=arguments):
                written = ", ".join(self._number(one).source for one in arguments)
                return _Piece(f"{function}({written})", _SINGLE)
            case Own():
                raise Untranslatable("the item’s own answer is not there yet")
        return self._boolean(tree)

    def _number(self, tree: Node) -> _Piece:
        """A value to reckon with."""
        if isinstance(tree, Reference) and self._asked(tree).renumbered:
            raise Untranslatable(f"the options of {self._asked(tree).name} are no numbers")
        if isinstance(tree, Text) and _NUMBER.fullmatch(tree.words):
            return _Piece(tree.words, _SINGLE)
        return self._value(tree)

    def _chosen(self, tree: Chosen) -> _Piece:
        asked = self._asked(tree.item)
        values = [_written(self._option(asked, one.words)) for one in tree.options]
        if asked.kind == "multiple_choice":
            parts = [f"{value} in {asked.name}" for value in values]
            return _Piece(" or ".join(parts), _COMPARED if len(parts) == 1 else _OR)
        if len(values) == 1:
            return _Piece(f"{asked.name} == {values[0]}", _COMPARED)
        return _Piece(f"{asked.name} in [{', '.join(values)}]", _COMPARED)

    def _compared(self, tree: Compared) -> _Piece:
        left, right, sign = tree.left, tree.right, tree.operator
        if isinstance(left, Text | Number) and not isinstance(right, Text | Number):
            left, right, sign = right, left, _SWAPPED[sign]
        if sign == "!=" and right == Text("") and isinstance(left, Reference):
            return self._boolean(Answered(left))
        if sign == "!=" and (self.as_xpath or self._is_multiple(left)):
            return _not(self._compared(Compared("==", left, right)))
        if isinstance(left, Counted) and isinstance(right, Number):
            return self._counted(left, sign, right)
        if isinstance(left, Reference) and isinstance(right, Text | Number | Truth):
            return self._with_literal(self._asked(left), sign, right)
        return _Piece(
            f"{self._number(left).within(_SUM)} {sign} {self._number(right).within(_SUM)}",
            _COMPARED,
        )

    def _counted(self, counted: Counted, sign: Comparison, number: Number) -> _Piece:
        piece = _Piece(f"{self._value(counted).source} {sign} {number.words}", _COMPARED)
        if not _HOLDS[sign](Decimal(0), Decimal(number.words)):
            return piece
        # No answer counts as 0.
        assert isinstance(counted.item, Reference)
        return _Piece(f"{piece.source} or not answered({self._asked(counted.item).name})", _OR)

    def _with_literal(
        self, asked: Asked, sign: Comparison, literal: Text | Number | Truth
    ) -> _Piece:
        if isinstance(literal, Truth):
            return _Piece(f"{asked.name} {sign} {_written(literal.value)}", _COMPARED)
        if literal == Text("") and sign == "==":
            return _not(_Piece(f"answered({asked.name})", _SINGLE))
        if asked.kind in (*_SINGLE_CHOICE, *_BOOLEAN) and sign in ("==", "!="):
            value = _written(self._option(asked, literal.words))
            return _Piece(f"{asked.name} {sign} {value}", _COMPARED)
        if asked.kind == "multiple_choice" and sign == "==":
            value = _written(self._option(asked, literal.words))
            return _Piece(f"{value} in {asked.name} and count({asked.name}) == 1", _AND)
        if asked.renumbered:
            raise Untranslatable(f"the options of {asked.name} are no numbers")
        is_text = asked.kind in ("text", "date", "time")
        source = _quoted(literal.words) if is_text else self._number(literal).source
        return _Piece(f"{asked.name} {sign} {source}", _COMPARED)

    def _is_multiple(self, node: Node) -> bool:
        return isinstance(node, Reference) and self._asked(node).kind == "multiple_choice"

    def _option(self, asked: Asked, old: str) -> int | bool:
        if not asked.values and _NUMBER.fullmatch(old) and "." not in old:
            return int(old)
        if old not in asked.values:
            raise Untranslatable(f"“{old}” is no option of {asked.name}")
        return asked.values[old]

    def _asked(self, reference: Reference) -> Asked:
        if reference.name not in self.items:
            raise Untranslatable(f"it asks for {reference.name}, which did not come over")
        return self.items[reference.name]


def _not(piece: _Piece) -> _Piece:
    return _Piece(f"not {piece.within(_SINGLE)}", _NOT)


def _written(value: int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _quoted(words: str) -> str:
    if "'" in words and '"' in words:
        raise Untranslatable("a text with both kinds of quotes cannot be written")
    return f'"{words}"' if "'" in words else f"'{words}'"
