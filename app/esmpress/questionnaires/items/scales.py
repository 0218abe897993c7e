"""Items answered by a number or a place: sliders, the affect grid, numbers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, ValidationInfo, model_validator

from esmpress.questionnaires.items.parts import AnyItem, Limit, Part, is_published, reaches
from esmpress.questionnaires.texts import Texts


class Slider(AnyItem):
    """A visual analogue scale from `min` to `max`, without a value until it is touched."""

    kind: Literal["slider"] = "slider"
    min: Limit = 0
    max: Limit = 100
    step: Annotated[Limit, Field(gt=0)] = 1
    min_label: Texts
    max_label: Texts
    show_value: bool = False

    @model_validator(mode="after")
    def _steps_lead_from_end_to_end(self) -> Slider:
        if self.min >= self.max or not self.reaches(self.max):
            raise ValueError(f"item {self.name}: whole steps must lead from minimum to maximum")
        return self

    def reaches(self, value: float) -> bool:
        """Whether `value` lies whole steps from the minimum, by the digits that are written."""
        return reaches(value, start=self.min, step=self.step)

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The words at the two ends."""
        return [
            ("min_label", "left end", self.min_label),
            ("max_label", "right end", self.max_label),
        ]


class GridLabels(Part):
    """The words at the four sides of an affect grid."""

    left: Texts
    right: Texts
    bottom: Texts
    top: Texts


class AffectGrid(AnyItem):
    """Valence from left to right and arousal from bottom to top, touched in one place.

    Both count from the middle field, 0, to `reach` fields either way (Russell, Weiss and
    Mendelsohn, 1989, https://doi.org/10.1037/0022-3514.57.3.493, whose grid has nine by nine).
    """

    kind: Literal["affect_grid"] = "affect_grid"
    size: Literal[5, 7, 9, 11] = 9
    labels: GridLabels

    @property
    def reach(self) -> int:
        """The greatest distance from the middle."""
        return self.size // 2

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The words at the four sides."""
        sides = (("left", "left"), ("right", "right"), ("bottom", "bottom"), ("top", "top"))
        return [
            (f"labels.{side}", f"{word} side", getattr(self.labels, side)) for side, word in sides
        ]


class Number(AnyItem):
    """A number with at most `decimals` digits after the point, in whole steps where given."""

    kind: Literal["number"] = "number"
    min: Limit | None = None
    max: Limit | None = None
    decimals: Annotated[int, Field(ge=0, le=6)] = 0
    step: Annotated[Limit, Field(gt=0)] | None = None
    unit: Texts | None = None

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> Number:
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError(f"item {self.name}: the maximum must be above the minimum")
        return self

    @model_validator(mode="after")
    def _limits_and_step_can_be_written(self, info: ValidationInfo) -> Number:
        if is_published(info):
            # Limits with more digits were let in before there were steps.
            return self
        for word, number in (("minimum", self.min), ("maximum", self.max), ("step", self.step)):
            if number is not None and not reaches(number, start=0, step=10.0**-self.decimals):
                more = f"the {word} has more digits than decimals allow"
                raise ValueError(f"item {self.name}: {more}")
        return self

    def reaches(self, value: float) -> bool:
        """Whether `value` lies whole steps from the minimum, or from 0; any does without a step."""
        return self.step is None or reaches(value, start=self.min or 0, step=self.step)

    def label_texts(self) -> list[tuple[str, str, Texts | None]]:
        """The unit."""
        return [("unit", "unit", self.unit)]
