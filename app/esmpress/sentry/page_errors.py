"""Errors of the participant's page, told by browsers: a kind, some words and places in our scripts.

Anybody may post anything, and a browser's sentence may quote an answer: kinds and words are those
of a list, and whatever else was said is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

import sentry_sdk
import structlog

log = structlog.get_logger("esmpress.page")

_KIND_TEXT = """
Error TypeError RangeError ReferenceError SyntaxError URIError AggregateError AbortError
DataCloneError DataError InvalidAccessError InvalidStateError NetworkError NotAllowedError
NotFoundError NotReadableError NotSupportedError QuotaExceededError SecurityError TimeoutError
TransactionInactiveError UnknownError VersionError
"""
_KINDS = frozenset(_KIND_TEXT.split())
_WORD_TEXT = """
a aborted access allowed an and argument array as assignment at be been before by call cannot
closed closing connection console constant construct constructor could database defined denied
deprecated does dynamically error event exceeded exist expected export failed fetch for found
from function has have hydration import in initial initialization initialize initialized input
instance internal invalid is it iterable json key length load loading maximum memory method
minified missing module must network not null number object observer of offline on open
operation option out parse parsing permission promise properties property quota range react
read reading recursion rejected request required resize response root script server set size
stack state storage store string support supported symbol the timeout to token too transaction
type unable undefined unexpected unhandled unknown valid value variable version was while with
write
"""
_WORDS = frozenset(_WORD_TEXT.split())
_PLACE = re.compile(r"(_astro/[\w.-]{1,80}\.js):(\d{1,6}):(\d{1,7})")
_OTHER = "…"


def report_page_error(*, kind: str, message: str, places: Sequence[str]) -> None:
    """Write a line on the error, and tell Sentry of it if there is one."""
    kind = kind if kind in _KINDS else "Error"
    words = known_words(message)
    found = [match for match in map(_PLACE.fullmatch, places) if match]
    log.warning("page_error", kind=kind, words=words, places=[match[0] for match in found])
    # The innermost comes last.
    frames = [
        {"filename": match[1], "lineno": int(match[2]), "colno": int(match[3]), "in_app": True}
        for match in reversed(found)
    ]
    told = {"type": kind, "value": words, "stacktrace": {"frames": frames}}
    event: Any = {
        "level": "error",
        "platform": "javascript",
        "logger": "page",
        "exception": {"values": [told]},
    }
    sentry_sdk.capture_event(event)


def known_words(message: str) -> str:
    """The words of the message that are of the list; one sign for what stood between them."""
    words = re.findall(r"[^\W\d_]+|[\d_]+", message)
    said = [word if word.lower() in _WORDS else _OTHER for word in words]
    return " ".join(
        word for word, same in groupby(said) for _one in ([word] if word == _OTHER else same)
    )
