"""Texts in Python: what is handed to gettext and its kin."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from devstack.catalogue.texts import Text

_ONE = {"_", "gettext", "gettext_lazy", "gettext_noop", "lazily"}
_SEVERAL = {"ngettext", "ngettext_lazy"}
_IN_CONTEXT = {"pgettext", "pgettext_lazy"}


class NotConstant(Exception):
    """Something else than a text written down is handed to gettext where a text is wanted."""


def texts_of_python(source: str) -> Iterator[Text]:
    """The texts in a module, in its order."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _texts_of_call(node.func.id, node.args)


def _texts_of_call(name: str, arguments: list[ast.expr]) -> Iterator[Text]:
    if name in _ONE and _is_text(arguments[0]):
        yield Text(_text(arguments[0]))
    elif name in _SEVERAL:
        yield Text(_text(arguments[0]), plural=_text(arguments[1]))
    elif name in _IN_CONTEXT:
        yield Text(_text(arguments[1]), context=_text(arguments[0]))


def _is_text(node: ast.expr) -> bool:
    """A name in its place stands for a text that was written down for gettext_noop."""
    if isinstance(node, (ast.JoinedStr, ast.BinOp)):
        raise NotConstant(ast.unparse(node))
    return isinstance(node, ast.Constant)


def _text(node: ast.expr) -> str:
    if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
        raise NotConstant(ast.unparse(node))
    return node.value
