"""Rows to measure with: a study, its questionnaire, its participants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from esmpress.participants.models import Participant
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import Schedule, Study

PUBLISHED_AT = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
TEXTS = {"en": "How do you feel?"}
ITEMS = 12
REMINDERS = (15,)
SCHEME: dict[str, Any] = {
    "kind": "random_in_blocks",
    "days": 14,
    "windows": [
        {
            "weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"],
            "from": "09:00",
            "to": "21:00",
        }
    ],
    "min_gap_minutes": 30,
    "response_window_minutes": 30,
}


def make_study(
    slug: str, *, prompts_per_day: int, days: int = 14, reminders: Sequence[int] = REMINDERS
) -> Study:
    """A draft of so many days with a questionnaire of twelve sliders."""
    study = Study.objects.create(
        name=slug,
        slug=slug,
        title=TEXTS,
        languages=["en"],
        contact_name="Dr Nowak",
        contact_email="nowak@example.org",
        seed="00" * 16,
    )
    Schedule.objects.create(
        study=study,
        name="moments",
        questionnaire=_questionnaire(slug),
        scheme=SCHEME | {"days": days, "blocks": prompts_per_day, "reminders": list(reminders)},
    )
    return study


def add_participants(study: Study, count: int, *, now: datetime, first: int = 1) -> None:
    """Participants of a launched study from the `first` number on, without a way to reach them."""
    Participant.objects.bulk_create(
        Participant(
            study=study,
            number=number,
            language="en",
            time_zone=study.time_zone,
            enrolled_at=now,
        )
        for number in range(first, first + count)
    )


def _questionnaire(slug: str) -> Questionnaire:
    questionnaire = Questionnaire.objects.create(name=slug, slug=slug, title=TEXTS)
    ends = {"min_label": TEXTS, "max_label": TEXTS}
    for place in range(ITEMS):
        questionnaire.add_item(name=f"item_{place}", kind="slider", text=TEXTS, settings=ends)
    publish(questionnaire, now=PUBLISHED_AT, researcher=None)
    return questionnaire
