"""The kinds of items a questionnaire is made of, each with its settings. Pure: no Django."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from esmpress.questionnaires.items.choices import (
    ImageChoice,
    ImageOption,
    Likert,
    Matrix,
    MatrixRow,
    MultipleChoice,
    Option,
    Ranking,
    SingleChoice,
    YesNo,
)
from esmpress.questionnaires.items.moments import Date, Duration, Time
from esmpress.questionnaires.items.others import Computed, Consent, Information, Photo, Text
from esmpress.questionnaires.items.scales import AffectGrid, Number, Slider

Item = Annotated[
    SingleChoice
    | MultipleChoice
    | Likert
    | Matrix
    | Slider
    | AffectGrid
    | Number
    | Text
    | Date
    | Time
    | Duration
    | Ranking
    | YesNo
    | ImageChoice
    | Information
    | Consent
    | Photo
    | Computed,
    Field(discriminator="kind"),
]

__all__ = [
    "AffectGrid",
    "Computed",
    "Consent",
    "Date",
    "Duration",
    "ImageChoice",
    "ImageOption",
    "Information",
    "Item",
    "Likert",
    "Matrix",
    "MatrixRow",
    "MultipleChoice",
    "Number",
    "Option",
    "Photo",
    "Ranking",
    "SingleChoice",
    "Slider",
    "Text",
    "Time",
    "YesNo",
]
