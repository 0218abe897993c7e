"""Texts in templates: what stands in their translate and blocktranslate tags."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.utils.translation.template import templatize

from devstack.catalogue.texts import Text

_LITERAL = r"(u?'(?:\\.|[^'\\])*'|u?\"(?:\\.|[^\"\\])*\")"
_CALL = re.compile(
    rf"\b(_|gettext|ngettext|pgettext)\(\s*{_LITERAL}(?:\s*,\s*{_LITERAL})?", re.DOTALL
)


def texts_of_template(source: str) -> Iterator[Text]:
    """The texts in a template, in its order."""
    for call in _CALL.finditer(templatize(source)):
        name, first, second = call.groups()
        if name == "ngettext":
            yield Text(_read(first), plural=_read(second))
        elif name == "pgettext":
            yield Text(_read(second), context=_read(first))
        else:
            yield Text(_read(first))


def _read(literal: str) -> str:
    return str(ast.literal_eval(literal))
