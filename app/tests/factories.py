"""Makes rows for tests: complete, plain, and changed by keyword."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.prompts import links
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import DraftItem, Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import Schedule, Study

LAUNCHED_AT = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)
SCHEDULED_AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

FIXED: dict[str, Any] = {
    "kind": "fixed",
    "days": 7,
    "times": ["10:00", "16:00"],
    "response_window_minutes": 30,
    "finish_within_minutes": 15,
    "reminders": [10],
}
RANDOM: dict[str, Any] = {
    "kind": "random_in_blocks",
    "days": 7,
    "blocks": 4,
    "windows": [{"weekdays": EVERY_DAY, "from": "09:00", "to": "21:00"}],
    "min_gap_minutes": 45,
    "response_window_minutes": 30,
}
BOTH = {"en": "text", "pl": "tekst"}
ITEMS: tuple[dict[str, Any], ...] = (
    {
        "name": "stress",
        "kind": "slider",
        "settings": {"min": 0, "max": 100, "min_label": BOTH, "max_label": BOTH},
    },
    {
        "name": "company",
        "kind": "single_choice",
        "settings": {"options": [{"value": 1, "label": BOTH}, {"value": 2, "label": BOTH}]},
    },
    {"name": "sleep", "kind": "number", "required": False, "settings": {"min": 0, "max": 24}},
    {"name": "note", "kind": "text", "required": False, "settings": {"max_length": 20}},
)
ANSWERS: dict[str, object] = {"stress": 63, "company": 2, "sleep": 7, "note": "fine"}

_count = itertools.count(1)


def make_questionnaire(*, published: bool = True, **fields: Any) -> Questionnaire:
    """A questionnaire with four items in two languages, published unless told otherwise."""
    number = next(_count)
    defaults = {"name": "Affect", "slug": f"affect-{number}", "title": BOTH}
    questionnaire = Questionnaire.objects.create(**defaults | fields)
    for position, item in enumerate(ITEMS):
        DraftItem.objects.create(questionnaire=questionnaire, position=position, text=BOTH, **item)
    if published:
        publish(questionnaire, now=LAUNCHED_AT, researcher=None)
    return questionnaire


def make_study(
    *, scheme: dict[str, Any] = FIXED, questionnaire: Questionnaire | None = None, **fields: Any
) -> Study:
    """A running study with one schedule, in Warsaw."""
    defaults: dict[str, Any] = {
        "name": "Affect week",
        "slug": f"study-{next(_count)}",
        "title": {"en": "A week of feelings", "pl": "Tydzień z emocjami"},
        "languages": ["en", "pl"],
        "time_zone": "Europe/Warsaw",
        "contact_name": "Dr Nowak",
        "contact_email": "nowak@example.org",
        "seed": "00" * 16,
        "launched_at": LAUNCHED_AT,
    }
    study = Study.objects.create(**defaults | fields)
    Schedule.objects.create(
        study=study,
        name="moments",
        questionnaire=questionnaire or make_questionnaire(),
        scheme=scheme,
    )
    return study


def make_participant(
    study: Study | None = None, *, start_date: date | None = date(2027, 1, 11), **fields: Any
) -> Participant:
    """An enrolled participant whose study day 1 is 11 January 2027."""
    study = study or make_study()
    values: dict[str, Any] = {
        "email": f"participant{next(_count)}@example.org",
        "language": "en",
        "time_zone": study.time_zone,
        "now": LAUNCHED_AT,
    }
    participant = enrolment.enrol(study, **values | fields)
    participant.start_date = start_date
    participant.save()
    return participant


def make_prompt(participant: Participant | None = None, **fields: Any) -> Prompt:
    """A planned prompt at 10:00 in Warsaw that can be opened for 30 minutes."""
    participant = participant or make_participant()
    scheduled_at = fields.get("scheduled_at", SCHEDULED_AT)
    defaults: dict[str, Any] = {
        "participant": participant,
        "schedule": participant.study.schedules.earliest("pk"),
        "study_day": 1,
        "beep": next(_count),
        "scheduled_at": scheduled_at,
        "time_zone": participant.time_zone,
        "utc_offset_minutes": 60,
        "open_until": scheduled_at + timedelta(minutes=30),
        "finish_within_minutes": 15,
        "algorithm": 1,
    }
    return Prompt.objects.create(**defaults | fields)


def make_sent_prompt(participant: Participant | None = None, **fields: Any) -> tuple[Prompt, str]:
    """A prompt whose invitation is out, and the token of its link."""
    sent_at = fields.get("scheduled_at", SCHEDULED_AT)
    prompt = make_prompt(participant, **{"status": Prompt.Status.SENT, "sent_at": sent_at} | fields)
    link = links.issue_links([prompt])[prompt.pk]
    return prompt, link.rpartition("/")[2]
