"""Free text, what is only read, consent, photos, and values nobody is asked for."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from esmpress.questionnaires.items.parts import AnyItem
from esmpress.questionnaires.logic.expression import Expression
from esmpress.questionnaires.rich_texts.allowed import Allowed

MAX_TEXT_ANSWER = 5000


class Text(AnyItem):
    """Free text of at most `max_length` characters."""

    kind: Literal["text"] = "text"
    max_length: Annotated[int, Field(ge=1, le=MAX_TEXT_ANSWER)] = 500
    multiline: bool = False


class Information(AnyItem):
    """Words to read, with nothing to answer."""

    text_allowed: ClassVar = Allowed.INTRODUCTION

    kind: Literal["information"] = "information"
    required: Literal[False] = False
    ask_again: Literal[False] = False
    can_decline: Literal[False] = False


class Consent(AnyItem):
    """A box to tick; where it is required, the questionnaire goes on only with it."""

    kind: Literal["consent"] = "consent"
    can_decline: Literal[False] = False


class Photo(AnyItem):
    """A photo the participant takes or chooses; the page makes it smaller before it is sent."""

    kind: Literal["photo"] = "photo"
    required: bool = False
    max_megabytes: Annotated[int, Field(ge=1, le=5)] = 3


class Computed(AnyItem):
    """A value worked out from answers by its formula; it is stored and never shown.

    Its text says what it means, for the codebook.
    """

    kind: Literal["computed"] = "computed"
    formula: Expression
    required: Literal[False] = False
    ask_again: Literal[False] = False
    can_decline: Literal[False] = False

    @model_validator(mode="after")
    def _nobody_is_asked_for_it(self) -> Computed:
        if self.rotation is not None:
            raise ValueError(f"item {self.name}: what is computed is not asked in rotation")
        return self
