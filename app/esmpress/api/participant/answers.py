"""Answers as participants send them; part of openapi.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, JsonValue, WithJsonSchema

MAX_ANSWERS = 400

# Anything is let in: an answer of the wrong type is told apart by item, not as a malformed body.
GivenAnswer = Annotated[
    JsonValue,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "integer"}},
                {
                    "type": "object",
                    "additionalProperties": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
                },
            ]
        }
    ),
]

VersionNumber = Annotated[int, Field(ge=1, strict=True)]
