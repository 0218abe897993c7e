"""What all items have, and the numbers their limits are made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from esmpress.questionnaires.logic.expression import Expression
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.texts import ItemName, LongTexts, PlacedText, Texts

# Wide enough for whatever two limits and a step can be, so that nothing is rounded.
EXACT = Context(prec=700, Emax=MAX_EMAX, Emin=MIN_EMIN)

# The part that stands for an answer that is not there, with the reason as its value.
MISSING = "missing"

# A limit of a scale: finite, and small enough for doubles to count in whole numbers.
Limit = Annotated[float, Field(ge=-1e15, le=1e15, allow_inf_nan=False)]
OptionValue = Annotated[int, Field(ge=-(10**9), le=10**9)]


class Part(BaseModel):
    """A piece of a definition: frozen, and nothing in it that is not known."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class AnyItem(Part):
    """What every item has.

    A `required` item must be answered where it is shown; one to `ask_again` may be skipped, after
    being asked once whether that is meant. `can_decline` offers “prefer not to say”, which is kept
    as a missing code of its own. `rotation` names the group of which each prompt asks a few;
    `range_message` stands in for the standard sentence when an answer is out of range.
    """

    name: ItemName
    text: LongTexts
    help: Texts | None = None
    required: bool = True
    ask_again: bool = False
    can_decline: bool = False
    show_if: Expression | None = None
    rotation: ItemName | None = None
    range_message: Texts | None = None

    @model_validator(mode="after")
    def _is_asked_again_only_if_it_may_be_skipped(self) -> AnyItem:
        if self.required and self.ask_again:
            raise ValueError(f"item {self.name}: what is required is not asked again when skipped")
        return self

    # What markup the question may hold.
    text_allowed: ClassVar[Allowed] = Allowed.QUESTION

    def placed_texts(self) -> list[PlacedText]:
        """Every text of the item, with its place."""
        key, place = f"items.{self.name}", f"item {self.name}"
        found = [
            (f"{key}.text", place, self.text, self.text_allowed),
            (f"{key}.help", f"{place}, help", self.help, Allowed.HELP),
            (f"{key}.range_message", f"{place}, range message", self.range_message, Allowed.LABEL),
        ]
        found += [
            (f"{key}.{suffix}", f"{place}, {words}", texts, Allowed.LABEL)
            for suffix, words, texts in self.label_texts()
        ]
        return [
            PlacedText(key, place, texts, allowed, item=self.name)
            for key, place, texts, allowed in found
            if texts is not None
        ]

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The texts of the item's controls: an end of the key, the place in words, the text."""
        return []


def is_published(info: ValidationInfo) -> bool:
    """Whether a published version is being read, which stays as it was let in."""
    return isinstance(info.context, dict) and info.context.get("published") is True


def reaches(value: float, *, start: float, step: float) -> bool:
    """Whether `value` lies whole steps from the start, by the digits that are written."""
    distance = EXACT.subtract(Decimal(str(value)), Decimal(str(start)))
    return EXACT.remainder(distance, Decimal(str(step))) == 0


def refuse_twice(item: str, values: Iterable[object], what: str) -> None:
    """Raise ValueError when two of an item's options or rows share what tells them apart."""
    if twice := [value for value, count in Counter(values).items() if count > 1]:
        raise ValueError(f"item {item}: two {what} {twice[0]}")
