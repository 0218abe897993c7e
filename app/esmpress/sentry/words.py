"""What may be said of a log line, a statement or a name: words of the code, never of the data."""

from __future__ import annotations

import logging
import re
from typing import Any

from esmpress.redaction import redact_text

_EVENT = re.compile(r"[a-z][a-z_]{0,60}")
_LITERAL = re.compile(r"'(?:[^']|'')*'|\$(\w*)\$.*?\$\1\$|\b\d[\w.]*", re.DOTALL)
_CODE = re.compile(r"[\w./:<>{}*\[\] -]{1,200}")


def words_of(record: logging.LogRecord) -> str:
    """The event of our own lines, the template of a library's, else only where it was written."""
    said: Any = record.msg
    if isinstance(said, dict):
        said = said.get("event")
        if isinstance(said, str) and _EVENT.fullmatch(said):
            return said
    elif isinstance(said, str) and record.args:
        return redact_text(said)
    return f"{record.name}:{record.lineno}"


def statement_shape(statement: Any) -> str:
    """An SQL statement without its literals."""
    return redact_text(_LITERAL.sub("?", str(statement)))


def name_in_code(name: Any) -> str | None:
    """A name of a view, template, task or middleware; None for what has not the form of one."""
    text = redact_text(str(name))
    return text if _CODE.fullmatch(text) else None
