"""Why a prompt takes no more answers."""

from __future__ import annotations

from esmpress.prompts.lifecycle import PAUSED, ClosedReason
from esmpress.prompts.models import Prompt
from esmpress.prompts.stopping import STUDY_ENDED
from esmpress.responses.drafts import draft_of

_BY_STATUS_REASON: dict[str, ClosedReason] = {
    PAUSED: "paused",
    "withdrawn": "withdrawn",
    STUDY_ENDED: "study_ended",
}


def closed_reason(prompt: Prompt) -> ClosedReason:
    """Why a prompt that is closed is so; `partial` where answers were given and are kept."""
    if prompt.status == Prompt.Status.CANCELLED:
        return _BY_STATUS_REASON.get(prompt.status_reason, "cancelled")
    draft = draft_of(prompt)
    return "partial" if draft is not None and draft.answers else "expired"
