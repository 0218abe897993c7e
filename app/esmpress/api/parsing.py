"""Reads JSON bodies from strangers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import IO, Any, TypeVar

from pydantic import BaseModel, ValidationError
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.request import Request

Body = TypeVar("Body", bound=BaseModel)


class BodyParser(JSONParser):
    """JSON in UTF-8, whatever encoding the request names; too deep a nesting is malformed."""

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        """The body; raises ParseError."""
        context = {**(parser_context or {}), "encoding": "utf-8"}
        try:
            return super().parse(stream, media_type, context)
        except RecursionError as error:
            raise ParseError("The body is nested too deeply.") from error


def read_body(kind: type[Body], request: Request) -> Body:
    """The request's body; raises ParseError with a sentence on what is wrong with it."""
    try:
        return kind.model_validate(request.data)
    except ValidationError as error:
        raise ParseError(_sentence(error)) from error


def _sentence(error: ValidationError) -> str:
    """The first fault and its place, without repeating what was sent."""
    fault = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in fault["loc"]) or "body"
    return f"{place}: {fault['msg']}."
