"""Prompts to measure with: a study with a questionnaire of twelve items on one page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.rows import add_participants
from esmpress.prompts import lifecycle, links
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.launching import launch
from esmpress.studies.models import Schedule, Study

SCHEME: dict[str, Any] = {
    "kind": "fixed",
    "days": 14,
    "times": ["10:00", "16:00"],
    "response_window_minutes": 600,
    "finish_within_minutes": 600,
    "reminders": [15],
}
INTRODUCTION = "Think of the moment just before you opened the message."
FEELINGS = ("cheerful", "relaxed", "sad", "irritated", "lonely", "tired")
PLACES = ("At home", "At work or school", "With friends", "On the way", "Somewhere else")
ANSWERS: dict[str, object] = {
    **{feeling: 40 + place for place, feeling in enumerate(FEELINGS)},
    **{"place": 2, "company": True, "doing": [1, 3], "control": 4, "coffee": 2, "note": "Rain."},
}


def make_study() -> Study:
    """A launched study whose questionnaire has twelve items of the common kinds on one page."""
    now = datetime.now(UTC)
    questionnaire = Questionnaire.objects.create(
        name="Moment",
        slug="moment",
        title=_english("How are you right now?"),
        introduction=_english(INTRODUCTION),
    )
    for item in _items():
        questionnaire.add_item(**item)
    publish(questionnaire, now=now, researcher=None)
    study = Study.objects.create(
        name="A week of feelings",
        slug="week",
        title=_english("A week of feelings"),
        languages=["en"],
        contact_name="Dr Nowak",
        contact_email="nowak@example.org",
        seed="00" * 16,
    )
    Schedule.objects.create(study=study, name="moments", questionnaire=questionnaire, scheme=SCHEME)
    launch(study, now=now)
    return study


def ask(study: Study, count: int) -> list[tuple[Prompt, str]]:
    """So many prompts of new participants that can be opened now, with the paths of their pages."""
    now = datetime.now(UTC)
    taken = study.participants.count()
    add_participants(study, count, now=now, first=taken + 1)
    schedule = study.schedules.get()
    prompts = Prompt.objects.bulk_create(
        Prompt(
            participant=participant,
            schedule=schedule,
            schedule_version=schedule.versions.last(),
            study_day=1,
            beep=1,
            scheduled_at=now,
            sent_at=now,
            status=Prompt.Status.SENT,
            time_zone=study.time_zone,
            utc_offset_minutes=60,
            open_until=now + timedelta(hours=10),
            finish_within_minutes=600,
            algorithm=1,
        )
        for participant in study.participants.filter(number__gt=taken)
    )
    addresses = links.issue_links(prompts)
    return [(prompt, f"/s/{addresses[prompt.pk].rpartition('/')[2]}") for prompt in prompts]


def open_prompt(prompt: Prompt) -> None:
    """The participant has begun."""
    lifecycle.mark_opened(prompt, now=datetime.now(UTC))


def _items() -> list[dict[str, Any]]:
    options = [{"value": n, "label": _english(place)} for n, place in enumerate(PLACES, start=1)]
    return [
        *(_slider(feeling) for feeling in FEELINGS),
        _item("single_choice", "place", "Where are you?", options=options),
        _item("yes_no", "company", "Are you with other people?"),
        _item("multiple_choice", "doing", "What are you doing?", options=options),
        _item("likert", "control", "I have this moment under control", options=_agreeing()),
        _item("number", "coffee", "How many cups of coffee today?", min=0, max=20),
        _item("text", "note", "Anything else?", max_length=300, multiline=True) | _optional(),
    ]


def _agreeing() -> list[dict[str, Any]]:
    ends = {1: "not at all", 7: "completely"}
    return [{"value": n, "label": _english(ends.get(n, str(n)))} for n in range(1, 8)]


def _optional() -> dict[str, Any]:
    return {"required": False, "help": _english("Please name no other people.")}


def _slider(feeling: str) -> dict[str, Any]:
    ends = {"min_label": _english("not at all"), "max_label": _english("very much")}
    return _item("slider", feeling, f"How {feeling} do you feel?", **ends)


def _item(kind: str, name: str, text: str, **settings: Any) -> dict[str, Any]:
    return {"kind": kind, "name": name, "text": _english(text), "settings": settings}


def _english(text: str) -> dict[str, str]:
    return {"en": text}
