"""From a study and a filled-in form to what the engine's preview takes for granted."""

from __future__ import annotations

import hmac
from typing import Any

from django.conf import settings

from esmpress.questionnaires.effort import estimate_seconds
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import IncompleteDraft, draft_definition
from esmpress.sampling.preview.assumptions import Assumptions
from esmpress.studies.models import Study


def assume(study: Study, cleaned: dict[str, Any]) -> Assumptions:
    """The assumptions. The seed is another than the study's, so that nobody's plan is shown."""
    return Assumptions(
        participants=cleaned["participants"],
        time_zones=cleaned["time_zones"],
        first_joining=cleaned["first_joining"],
        last_joining=cleaned["last_joining"],
        seed=hmac.digest(study.seed_bytes, b"preview", "sha256")[:16],
        wake=cleaned["wake"],
        arm=cleaned["arm"] or None,
        hourly_limit=cleaned["hourly_limit"],
        min_window_share=settings.DELIVERY_MIN_WINDOW_SHARE,
        seconds=seconds_by_schedule(study),
    )


def seconds_by_schedule(study: Study) -> dict[int, float]:
    """How long one questionnaire of each schedule takes; those that are incomplete are left out."""
    schedules = study.schedules.select_related("questionnaire")
    seconds = {one.pk: _seconds(one.questionnaire) for one in schedules}
    return {pk: duration for pk, duration in seconds.items() if duration is not None}


def _seconds(questionnaire: Questionnaire) -> float | None:
    version = questionnaire.latest_version()
    if version is not None:
        return estimate_seconds(version.parsed())
    try:
        return estimate_seconds(draft_definition(questionnaire))
    except IncompleteDraft:
        return None
