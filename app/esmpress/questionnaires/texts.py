"""Texts in several languages, and the names of what a questionnaire is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import StringConstraints, WithJsonSchema

from esmpress.questionnaires.rich_texts.allowed import Allowed

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
ShownText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
LongText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=20_000)]
# Plain for readers of openapi.yaml; the languages are checked here.
_BY_LANGUAGE = WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}})
Texts = Annotated[dict[Language, ShownText], _BY_LANGUAGE]
LongTexts = Annotated[dict[Language, LongText], _BY_LANGUAGE]
ItemName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


@dataclass(frozen=True)
class PlacedText:
    """A text in all its languages: where it stands, for programs and for people.

    `key` stays the same as long as names and values do (`items.stress.options.3`); `allowed` says
    what markup it may hold. `item` or `page` is the name of what it belongs to.
    """

    key: str
    place: str
    texts: dict[str, str]
    allowed: Allowed = Allowed.LABEL
    item: str | None = None
    page: str | None = None
