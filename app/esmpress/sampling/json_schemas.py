"""JSON Schemas (draft 2020-12) of schemes and study designs, generated from their models."""

import json
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from esmpress.sampling.design import StudyDesign
from esmpress.sampling.schemes import SCHEME

DESIGN = TypeAdapter(StudyDesign)


def schema_files() -> dict[str, str]:
    """Return the text of each published schema by its file name."""
    return {name: to_text(schema) for name, schema in schemas().items()}


def schemas() -> dict[str, JsonSchemaValue]:
    """Return each schema by its file name, which is its relative `$id`."""
    adapters: tuple[tuple[str, str, TypeAdapter[Any]], ...] = (
        ("scheme.schema.json", "ESMpress scheme: how the prompts of a schedule are drawn", SCHEME),
        ("study.schema.json", "ESMpress study design: its arms, phases and schedules", DESIGN),
    )
    return {
        name: {"$schema": GenerateJsonSchema.schema_dialect, "$id": name}
        | adapter.json_schema(schema_generator=SchemaGenerator)
        | {"title": title}
        for name, title, adapter in adapters
    }


class SchemaGenerator(GenerateJsonSchema):
    """Without what repeats the names of fields, and without words that are not JSON Schema."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: a title would repeat the name."""
        return False

    def tagged_union_schema(self, schema: Any) -> JsonSchemaValue:
        """The union without `discriminator`."""
        union = super().tagged_union_schema(schema)
        union.pop("discriminator", None)
        # A whole number is also a number: exactly one of the two would be asked too much.
        if "oneOf" in union:
            union["anyOf"] = union.pop("oneOf")
        return union


def to_text(schema: JsonSchemaValue) -> str:
    """The schema as it stands in its file."""
    return f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n"
