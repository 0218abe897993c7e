"""The steps of setting a study up, in their order, and the states each can be in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """One step, in the order in which a study is set up."""

    STUDY = "study"
    QUESTIONNAIRES = "questionnaires"
    DESIGN = "design"
    MESSAGES = "messages"
    CONSENT = "consent"
    PARTICIPANTS = "participants"
    PREFLIGHT = "preflight"
    LAUNCH = "launch"


class State(StrEnum):
    """How a step stands; READY and WAITING are for the launch alone."""

    DONE = "done"
    MISSING = "missing"
    WARNING = "warning"
    NOT_NEEDED = "not_needed"
    READY = "ready"
    WAITING = "waiting"


@dataclass(frozen=True)
class Remark:
    """A sentence on what to mend; `questionnaire_id` where it is in one questionnaire."""

    sentence: str
    questionnaire_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """A step with its state, why in one sentence, and what to mend or to look at."""

    step: Step
    state: State
    sentence: str
    remarks: tuple[Remark, ...] = ()


def missing(step: Step, sentence: str, remarks: Sequence[Remark] = ()) -> Standing:
    """The step keeps the study from being launched."""
    return Standing(step, State.MISSING, sentence, tuple(remarks))


def done_or_warned(step: Step, sentence: str, warnings: Sequence[str]) -> Standing:
    """The step is done; with warnings it can be left like this, and should be looked at."""
    state = State.WARNING if warnings else State.DONE
    return Standing(step, state, sentence, tuple(Remark(one) for one in warnings))
