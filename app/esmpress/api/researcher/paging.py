"""What a program asks for by the query: how many rows, since when, and from where on."""

from __future__ import annotations

import base64
import binascii
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.exceptions import NotFound, ParseError
from rest_framework.request import Request

from esmpress.export.horizon import horizon
from esmpress.export.pages import Wanted

USUAL, MOST = 200, 1000
_KNOWN = ("limit", "cursor", "updated_since")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,6})?([Zz]|[+-]\d\d:\d\d)")
_LARGEST = 2**63 - 1
_NO_PAGE = "cursor: no page was ever said to begin there. Begin anew, without one."
# Nothing of ours is older; PostgreSQL counts from here, too.
_OLDEST = datetime(2000, 1, 1, tzinfo=UTC)

LIMIT = OpenApiParameter(
    "limit",
    {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    description="How many rows at most.",
)
CURSOR = OpenApiParameter(
    "cursor",
    OpenApiTypes.STR,
    description="`next_cursor` of the page before, as it stands; it holds `updated_since`, and "
    "one beside it is not looked at.",
)
SINCE = OpenApiParameter(
    "updated_since",
    OpenApiTypes.DATETIME,
    description="Only what changed since then: `as_of` of the time before. With an offset or Z.",
)


@dataclass(frozen=True)
class Asked:
    """What is asked for; `as_of` is what to ask with the next time, once all pages are read."""

    wanted: Wanted
    as_of: datetime

    def next_cursor(self, after: tuple[int, int]) -> str:
        """What leads to the page after that place."""
        since = self.wanted.since.isoformat() if self.wanted.since else None
        parts = [self.as_of.isoformat(), self.wanted.until.isoformat(), since, *after]
        return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def asked_for(request: Request, *, takes: tuple[str, ...] = _KNOWN) -> Asked:
    """What the query says; raises ParseError with a sentence, or NotFound for a cursor of nobody.

    One statement on the first page.
    """
    given = _given(request, takes)
    limit = _limit(given["limit"]) if "limit" in given else USUAL
    since = _instant(given["updated_since"]) if "updated_since" in given else None
    if "cursor" in given:
        return _from_cursor(given["cursor"], limit)
    as_of, now = horizon()
    return Asked(Wanted(limit=limit, until=now, since=since), as_of)


def asked_for_nothing(request: Request) -> None:
    """Refuse whatever stands in the query; raises ParseError."""
    _given(request, ())


def _given(request: Request, takes: tuple[str, ...]) -> dict[str, str]:
    """A misspelt name must not be a question for everything."""
    for name, values in request.query_params.lists():
        if name not in takes:
            raise ParseError(f"The query takes {' and '.join(takes) or 'nothing'}, nothing else.")
        if len(values) > 1:
            raise ParseError(f"{name}: give it once.")
    return {name: str(value) for name, value in request.query_params.items()}


def _limit(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 1 <= int(text) <= MOST:
        raise ParseError(f"limit: a whole number from 1 to {MOST}.")
    return int(text)


def _instant(text: str) -> datetime:
    sentence = "updated_since: an instant with its offset, like 2027-01-11T09:00:00Z."
    if not _INSTANT.fullmatch(text):
        raise ParseError(sentence)
    try:
        return max(datetime.fromisoformat(text.upper()).astimezone(UTC), _OLDEST)
    except (ValueError, OverflowError) as error:
        raise ParseError(sentence) from error


def _from_cursor(text: str, limit: int) -> Asked:
    try:
        raw = base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        as_of, until, since, first, second = json.loads(raw)
        instants = [datetime.fromisoformat(one) for one in (as_of, until, since or as_of)]
    except (binascii.Error, ValueError, TypeError, RecursionError) as error:
        raise NotFound(_NO_PAGE) from error
    is_place = all(isinstance(one, int) and 0 <= one <= _LARGEST for one in (first, second))
    if not is_place or any(one.tzinfo is None for one in instants):
        raise NotFound(_NO_PAGE)
    began, moment, asked_since = instants
    wanted = Wanted(limit, moment, asked_since if since else None, (first, second))
    return Asked(wanted, began)
