"""Studies to export, and their files to be changed."""

from __future__ import annotations

import json
from typing import Any

from esmpress.delivery.models import MessageTemplate
from esmpress.exchange.study_writing import study_text
from esmpress.studies.models import Study
from tests.factories import FIXED, RANDOM, make_questionnaire, make_study


def rich_study(**fields: Any) -> Study:
    """A draft with arms, phases, three schedules, two questionnaires and a message of its own."""
    study = make_study(
        **{"launched_at": None, "slug": "affect-week", "strata": ["clinic"]} | fields,
        arms={"coached": 2, "waiting": 1},
        phases=[{"name": "base", "days": 7}, {"name": "coaching", "days": 7, "arm": "coached"}],
        schedules={"moments": RANDOM | {"phase": "base"}, "evening": FIXED},
        questionnaire=make_questionnaire(slug="moment", published=False),
    )
    MessageTemplate.objects.create(
        study=study,
        kind="invitation",
        language="en",
        subject="How are you?",
        body="Dear participant,\n\n{{button}}",
        html='<p style="color:#000">{{link}}</p>',
    )
    return study


def file_of(study: Study, **options: Any) -> dict[str, Any]:
    """The study's file, decoded."""
    decoded: dict[str, Any] = json.loads(study_text(study, **options))
    return decoded


def encoded(fields: dict[str, Any]) -> bytes:
    """A file with these fields."""
    return json.dumps(fields).encode()
