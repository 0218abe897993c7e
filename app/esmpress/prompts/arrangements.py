"""The order in which one prompt shows its questionnaire."""

from __future__ import annotations

import hashlib
import hmac

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.arranging import AS_DEFINED, Arrangement, arrange, needs_arranging
from esmpress.questionnaires.definition import Definition


def arrangement_of(
    prompt: Prompt, definition: Definition, *, turn: int | None = None
) -> Arrangement:
    """The prompt's arrangement of a definition: always the same, and drawn from the study's seed.

    Rotations that go in turn count the prompts the participant had before by the same schedule;
    `turn` says how many, where somebody has counted them for many prompts at once.
    """
    if not needs_arranging(definition):
        return AS_DEFINED
    if turn is None:
        turn = _turn(prompt, definition)
    return arrange(definition, seed=_seed(prompt), turn=turn)


def _seed(prompt: Prompt) -> bytes:
    participant = prompt.participant
    moment = (participant.number, prompt.schedule_id, prompt.study_day, prompt.beep)
    label = "|".join(map(str, ("arrangement", *moment)))
    return hmac.digest(participant.study.seed_bytes, label.encode(), hashlib.sha256)


def _turn(prompt: Prompt, definition: Definition) -> int:
    if not any(rotation.method == "in_turn" for rotation in definition.rotations):
        return 0
    return Prompt.objects.filter(
        participant=prompt.participant_id,
        schedule=prompt.schedule_id,
        scheduled_at__lt=prompt.scheduled_at,
    ).count()
