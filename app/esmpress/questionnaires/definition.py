"""What a questionnaire asks: its items, their texts and limits. Pure: no Django, no database."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z]{2})?$")]
ShownText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
Texts = Annotated[
    dict[Language, ShownText],
    # Plain for readers of openapi.yaml; the languages are checked here.
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}}),
]
ItemName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,39}$")]

MAX_TEXT_ANSWER = 5000

# A limit of a scale: finite, and small enough for doubles to count in whole numbers.
# Wide enough for whatever two limits and a step can be, so that nothing is rounded.
EXACT = Context(prec=700, Emax=MAX_EMAX, Emin=MIN_EMIN)

Limit = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class _Item(_Part):
    name: ItemName
    text: Texts
    help: Texts | None = None
    required: bool = True


class Option(_Part):
    """One answer a single choice offers; `value` is what is stored and exported."""

    value: int
    label: Texts


class SingleChoice(_Item):
    """One of several options."""

    kind: Literal["single_choice"] = "single_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=50)]

    @model_validator(mode="after")
    def _values_differ(self) -> SingleChoice:
        counted = Counter(option.value for option in self.options)
        if twice := [value for value, count in counted.items() if count > 1]:
            raise ValueError(f"item {self.name}: two options have the value {twice[0]}")
        return self


class Slider(_Item):
    """A visual analogue scale from `min` to `max`, without a value until it is touched."""

    kind: Literal["slider"] = "slider"
    min: Limit = 0
    max: Limit = 100
    step: Annotated[Limit, Field(gt=0)] = 1
    min_label: Texts
    max_label: Texts

    @model_validator(mode="after")
    def _steps_lead_from_end_to_end(self) -> Slider:
        if self.min >= self.max or not self.reaches(self.max):
            raise ValueError(f"item {self.name}: whole steps must lead from minimum to maximum")
        return self

    def reaches(self, value: float) -> bool:
        """Whether `value` lies whole steps from the minimum, by the digits that are written."""
        distance = EXACT.subtract(Decimal(str(value)), Decimal(str(self.min)))
        return EXACT.remainder(distance, Decimal(str(self.step))) == 0


class Number(_Item):
    """A number with at most `decimals` digits after the point."""

    kind: Literal["number"] = "number"
    min: Limit | None = None
    max: Limit | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    unit: Texts | None = None

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> Number:
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError(f"item {self.name}: the maximum must be above the minimum")
        return self


class Text(_Item):
    """Free text of at most `max_length` characters."""

    kind: Literal["text"] = "text"
    max_length: Annotated[int, Field(ge=1, le=MAX_TEXT_ANSWER)] = 500
    multiline: bool = False


Item = Annotated[SingleChoice | Slider | Number | Text, Field(discriminator="kind")]


class Definition(_Part):
    """A whole questionnaire; every text stands in every language any text is there in."""

    title: Annotated[Texts, Field(min_length=1)]
    introduction: Texts | None = None
    items: Annotated[tuple[Item, ...], Field(min_length=1, max_length=200)]

    @model_validator(mode="after")
    def _names_differ_and_texts_are_complete(self) -> Definition:
        counted = Counter(item.name for item in self.items)
        if twice := [name for name, count in counted.items() if count > 1]:
            raise ValueError(f"two items have the name {twice[0]}")
        texts = _all_texts(self)
        languages = {language for _, text in texts for language in text}
        missing = [
            f"{place}: the text in {', '.join(sorted(absent))} is missing"
            for place, text in texts
            if (absent := languages - set(text))
        ]
        if missing:
            raise ValueError("; ".join(missing))
        return self

    @property
    def languages(self) -> frozenset[str]:
        """The languages every text is there in."""
        return frozenset(self.title)

    def content_hash(self) -> str:
        """SHA-256, in hex digits, of the definition in canonical form."""
        canonical = json.dumps(
            self.model_dump(mode="json"), sort_keys=True, ensure_ascii=False, separators=(",", ":")
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


def _all_texts(definition: Definition) -> list[tuple[str, Texts]]:
    found: list[tuple[str, Texts | None]] = [
        ("title", definition.title),
        ("introduction", definition.introduction),
    ]
    for item in definition.items:
        place = f"item {item.name}"
        found += [(place, item.text), (f"{place}, help", item.help)]
        match item:
            case SingleChoice(options=options):
                found += [(f"{place}, option {o.value}", o.label) for o in options]
            case Slider():
                found += [(f"{place}, left end", item.min_label)]
                found += [(f"{place}, right end", item.max_label)]
            case Number():
                found += [(f"{place}, unit", item.unit)]
    return [(place, texts) for place, texts in found if texts is not None]
