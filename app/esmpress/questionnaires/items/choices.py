"""Items answered by choosing: one, several, along a scale, in rows, in order, by picture."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from esmpress.questionnaires.items.parts import (
    MISSING,
    AnyItem,
    OptionValue,
    Part,
    refuse_twice,
)
from esmpress.questionnaires.texts import ItemName, Texts

MAX_IMAGE_BYTES = 60_000
_DATA_URI = re.compile(r"data:image/(png|jpeg|webp);base64,([A-Za-z0-9+/]+={0,2})")
# What the first bytes of a picture of each type are.
_SIGNATURES = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}


class Option(Part):
    """One answer that is offered; `value` is what is stored and exported.

    A `fixed` option keeps its place when the others are in random order.
    """

    value: OptionValue
    label: Texts
    fixed: bool = False


class ManyOption(Option):
    """An option of a multiple choice; an `exclusive` one is chosen alone, like “none of these”."""

    exclusive: bool = False


class Point(Part):
    """A point of a rating scale; between the two ends it may go without a label."""

    value: OptionValue
    label: Texts | None = None


class ImageOption(Part):
    """A picture to choose; `label` is what it shows, for those who do not see it."""

    value: OptionValue
    label: Texts
    image: Annotated[str, Field(max_length=MAX_IMAGE_BYTES * 4 // 3 + 64)]

    @field_validator("image")
    @classmethod
    def _is_a_picture(cls, image: str) -> str:
        found = _DATA_URI.fullmatch(image)
        if not found:
            raise ValueError("a picture is a PNG, JPEG or WebP file within the definition")
        try:
            content = base64.b64decode(found[2], validate=True)
        except binascii.Error as error:
            raise ValueError("the picture is damaged") from error
        if not _SIGNATURES[found[1]].match(content):
            raise ValueError(f"the picture is no {found[1].upper()} file")
        if len(content) > MAX_IMAGE_BYTES:
            raise ValueError(f"the picture is larger than {MAX_IMAGE_BYTES // 1000} kB")
        return image


class SingleChoice(AnyItem):
    """One of several options."""

    kind: Literal["single_choice"] = "single_choice"
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=50)]
    shuffle: bool = False
    look: Literal["list", "buttons"] = "list"

    @model_validator(mode="after")
    def _values_differ(self) -> SingleChoice:
        _refuse_equal_values(self.name, self.options)
        return self

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The labels of the options."""
        return _labels(self.options)


class MultipleChoice(AnyItem):
    """Any number of several options, within limits."""

    kind: Literal["multiple_choice"] = "multiple_choice"
    options: Annotated[tuple[ManyOption, ...], Field(min_length=2, max_length=50)]
    min_chosen: Annotated[int, Field(ge=1, le=50)] | None = None
    max_chosen: Annotated[int, Field(ge=1, le=50)] | None = None
    shuffle: bool = False

    @model_validator(mode="after")
    def _enough_can_be_chosen(self) -> MultipleChoice:
        _refuse_equal_values(self.name, self.options)
        together = sum(not option.exclusive for option in self.options)
        least, most = self.min_chosen or 1, self.max_chosen or len(self.options)
        if least > most:
            raise ValueError(f"item {self.name}: more must be chosen than may be")
        if max(least, self.max_chosen or 0) > max(together, 1):
            raise ValueError(
                f"item {self.name}: more are to be chosen than can be together ({together})"
            )
        return self

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The labels of the options."""
        return _labels(self.options)


class Likert(AnyItem):
    """A rating scale of a few points in order."""

    kind: Literal["likert"] = "likert"
    options: Annotated[tuple[Point, ...], Field(min_length=3, max_length=11)]

    @model_validator(mode="after")
    def _both_ends_are_named(self) -> Likert:
        _refuse_equal_values(self.name, self.options)
        if self.options[0].label is None or self.options[-1].label is None:
            raise ValueError(f"item {self.name}: the first and the last point need a label")
        return self

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The labels of the points that have one."""
        return _labels(self.options)


class MatrixRow(Part):
    """One question of a matrix; its answers go to the column `item_row`."""

    name: ItemName
    text: Texts


class Matrix(AnyItem):
    """Several questions with the same options, one in each row."""

    kind: Literal["matrix"] = "matrix"
    rows: Annotated[tuple[MatrixRow, ...], Field(min_length=1, max_length=20)]
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=11)]
    shuffle: bool = False

    @model_validator(mode="after")
    def _rows_and_values_differ(self) -> Matrix:
        _refuse_equal_values(self.name, self.options)
        refuse_twice(self.name, (row.name for row in self.rows), "rows have the name")
        if any(row.name == MISSING for row in self.rows):
            # Its column and its answer would be those of “prefer not to say”.
            raise ValueError(f"item {self.name}: no row can have the name {MISSING}")
        return self

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The questions of the rows and the labels of the options."""
        rows = [(f"rows.{row.name}", f"row {row.name}", row.text) for row in self.rows]
        return [*rows, *_labels(self.options)]


class Ranking(AnyItem):
    """Options put in order, the best first; only `top` of them where that is given."""

    kind: Literal["ranking"] = "ranking"
    options: Annotated[tuple[Option, ...], Field(min_length=2, max_length=12)]
    top: Annotated[int, Field(ge=1, le=12)] | None = None
    shuffle: bool = False

    @model_validator(mode="after")
    def _there_are_as_many_as_are_asked(self) -> Ranking:
        _refuse_equal_values(self.name, self.options)
        if self.top is not None and self.top > len(self.options):
            raise ValueError(
                f"item {self.name}: there are only {len(self.options)} options to rank"
            )
        return self

    @property
    def places(self) -> int:
        """How many options an answer holds."""
        return self.top or len(self.options)

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The labels of the options."""
        return _labels(self.options)


class YesNo(AnyItem):
    """Yes or no, in words of its own where those say it better."""

    kind: Literal["yes_no"] = "yes_no"
    yes_label: Texts | None = None
    no_label: Texts | None = None

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The two labels, where there are any."""
        return [("yes_label", "“yes”", self.yes_label), ("no_label", "“no”", self.no_label)]


class ImageChoice(AnyItem):
    """One of several pictures."""

    kind: Literal["image_choice"] = "image_choice"
    options: Annotated[tuple[ImageOption, ...], Field(min_length=2, max_length=12)]
    shuffle: bool = False

    @model_validator(mode="after")
    def _values_differ(self) -> ImageChoice:
        _refuse_equal_values(self.name, self.options)
        return self

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """What the pictures show."""
        return _labels(self.options)


def _refuse_equal_values(item: str, options: tuple[Option | Point | ImageOption, ...]) -> None:
    refuse_twice(item, (option.value for option in options), "options have the value")


def _labels(
    options: tuple[Option | Point | ImageOption, ...],
) -> list[tuple[str, str, Texts | None]]:
    return [(f"options.{one.value}", f"option {one.value}", one.label) for one in options]
