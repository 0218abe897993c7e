"""What stands between a study and its launch: a sentence, and the part of the set-up it is in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Where a gap is closed."""

    STUDY = "study"
    QUESTIONNAIRES = "questionnaires"
    DESIGN = "design"
    PARTICIPANTS = "participants"


@dataclass(frozen=True)
class Gap:
    """One thing that is missing; `questionnaire_id` where one questionnaire has to be mended."""

    part: Part
    sentence: str
    questionnaire_id: int | None = None
