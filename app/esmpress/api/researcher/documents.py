"""Two documents: of what the participant page asks, and of what programs of researchers may."""

from __future__ import annotations

from typing import Any

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt

Endpoints = list[tuple[str, str, str, Any]]
_RESEARCHERS = "/api/v1/"


def participants_alone(endpoints: Endpoints) -> Endpoints:
    """What the participant page asks of the backend."""
    return [one for one in endpoints if not one[0].startswith(_RESEARCHERS)]


def researchers_alone(endpoints: Endpoints) -> Endpoints:
    """What programs of researchers may ask."""
    return [one for one in endpoints if one[0].startswith(_RESEARCHERS)]


# What differs from SPECTACULAR_SETTINGS, as the command takes it.
RESEARCHERS: dict[str, Any] = {
    "TITLE": "ESMpress for programs",
    "DESCRIPTION": "Reads one study by a token of its page “API tokens”; see docs/api.md.",
    "PREPROCESSING_HOOKS": ["esmpress.api.researcher.documents.researchers_alone"],
    "WEBHOOKS": [
        f"esmpress.api.researcher.hooks.{name}" for name in ("RECEIVED", "ENROLLED", "WITHDRAWN")
    ],
    "ENUM_NAME_OVERRIDES": {
        "ParticipantStatus": [*Participant.Status.values],
        "PromptStatus": [*Prompt.Status.values],
    },
}
