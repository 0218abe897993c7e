"""Sets up a study that people can join by themselves, for the end-to-end tests.

`python -m devstack.joinable_study SLUG [--places N] [--questions] [--hours] [--events]
[--member EMAIL]` beside a running stack. A member has taken part for days: some prompts answered,
the others missed.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import django

DAYS_BEFORE = 4
LANGUAGES = ("en", "pl", "de")
FIXED: dict[str, Any] = {"kind": "fixed", "days": 14, "times": ["09:00", "13:00", "20:00"]}
OWN_HOURS: dict[str, Any] = {
    "kind": "random_in_blocks",
    "days": 14,
    "blocks": 3,
    "windows": "participant",
}
ON_EVENT: dict[str, Any] = {
    "kind": "on_event",
    "days": 14,
    "daily_limit": 6,
    "cool_down_minutes": 20,
    "response_window_minutes": 30,
}
PURPOSES = (
    (
        "answers",
        True,
        "My answers may be used for research.",
        "Moje odpowiedzi mogą służyć badaniu.",
        "Meine Antworten dürfen für die Forschung verwendet werden.",
    ),
    (
        "interview",
        False,
        "I may be asked for an interview.",
        "Można zaprosić mnie na rozmowę.",
        "Ich darf zu einem Gespräch eingeladen werden.",
    ),
)


def main() -> None:
    """Build the study as the command line says."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esmpress.settings")
    django.setup()
    from django.utils import timezone  # noqa: PLC0415

    set_up(sys.argv[1:], now=timezone.now())


def set_up(arguments: Sequence[str], *, now: datetime) -> None:
    """Build the study as the command line says, all of it or nothing."""
    from django.db import transaction  # noqa: PLC0415

    with transaction.atomic():
        _build(_options(arguments), now=now)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slug")
    parser.add_argument("--places", type=int)
    parser.add_argument("--questions", action="store_true", help="only who is 18 or older")
    parser.add_argument("--hours", action="store_true", help="asks within people's own hours")
    parser.add_argument("--events", action="store_true", help="people report events, too")
    parser.add_argument("--member", help="the address of somebody who takes part already")
    return parser.parse_args(arguments)


def _build(options: argparse.Namespace, *, now: datetime) -> None:
    from esmpress.participants.enrolment import enrol  # noqa: PLC0415
    from esmpress.prompts.planning import plan_study  # noqa: PLC0415
    from esmpress.studies.launching import launch  # noqa: PLC0415

    began = now - timedelta(days=DAYS_BEFORE)
    study = _study(options, now=began)
    _joining(study, options, now=began)
    if options.member:
        enrol(study, email=options.member, language="en", time_zone="Europe/Warsaw", now=began)
    launch(study, now=began)
    for days in range(DAYS_BEFORE + 1):
        plan_study(study, now=began + timedelta(days=days))
    _live_through(study, now=now)


def _study(options: argparse.Namespace, *, now: datetime) -> Any:
    from esmpress.studies.models import FeedbackChart, Schedule, Study  # noqa: PLC0415

    study = Study.objects.create(
        slug=options.slug,
        name=f"Joinable {options.slug}",
        title=_texts("A week of feelings", "Tydzień z emocjami", "Eine Woche Gefühle"),
        contact_name="Dr Anna Nowak",
        contact_email="anna.nowak@example.org",
        languages=list(LANGUAGES),
        time_zone="Europe/Warsaw",
        start_rule=Study.StartRule.SAME_DAY,
        feedback_rule="after_answers",
        feedback_after=1,
    )
    scheme = OWN_HOURS if options.hours else FIXED
    calm = _calm(now=now)
    Schedule.objects.create(
        study=study,
        name="moments",
        questionnaire=calm,
        scheme={**scheme, "response_window_minutes": 60, "finish_within_minutes": 15},
    )
    if options.events:
        Schedule.objects.create(study=study, name="events", questionnaire=calm, scheme=ON_EVENT)
    for kind in FeedbackChart.Kind:
        FeedbackChart.objects.create(
            study=study,
            questionnaire=calm,
            column="calm",
            kind=kind,
            title=_texts("How calm you were", "Jak było spokojnie", "Wie ruhig Sie waren"),
        )
    return study


def _calm(*, now: datetime) -> Any:
    item = {
        "kind": "slider",
        "name": "calm",
        "text": _texts("How calm are you?", "Na ile jest spokojnie?", "Wie ruhig sind Sie?"),
        "settings": {
            "min": 0,
            "max": 10,
            "min_label": _texts("not at all", "wcale", "gar nicht"),
            "max_label": _texts("very", "bardzo", "sehr"),
        },
    }
    return _questionnaire("calm", _texts("Right now", "Teraz", "Gerade jetzt"), item, now=now)


def _age(*, now: datetime) -> Any:
    item = {
        "kind": "number",
        "name": "age",
        "text": _texts("How old are you?", "Ile masz lat?", "Wie alt sind Sie?"),
        "settings": {"min": 0, "max": 120},
    }
    return _questionnaire("age", _texts("About you", "O Tobie", "Zu Ihnen"), item, now=now)


def _questionnaire(slug: str, title: dict[str, str], item: Any, *, now: datetime) -> Any:
    from esmpress.questionnaires.models import Questionnaire  # noqa: PLC0415
    from esmpress.questionnaires.publishing import publish  # noqa: PLC0415

    found, is_new = Questionnaire.objects.get_or_create(
        slug=f"e2e-{slug}", defaults={"name": f"E2E {slug}", "title": title}
    )
    if is_new:
        found.add_item(**item)
        publish(found, now=now, researcher=None)
    return found


def _joining(study: Any, options: argparse.Namespace, *, now: datetime) -> None:
    from esmpress.studies.models import ConsentDocument, Joining  # noqa: PLC0415

    screening = {"eligibility": _age(now=now), "eligible_if": "age >= 18"}
    Joining.objects.create(
        study=study,
        is_open=True,
        quota=options.places,
        information=_texts(
            "We would like to know how people feel **in their daily life**.\n\n"
            "- It takes 14 days.\n- Three times a day you answer a few questions.",
            "Chcemy wiedzieć, jak ludzie czują się **na co dzień**.",
            "Wir möchten wissen, wie es Menschen **im Alltag** geht.",
        ),
        **(screening if options.questions else {}),
    )
    ConsentDocument.objects.create(
        study=study,
        number=1,
        title=_texts("Your consent", "Twoja zgoda", "Ihre Einwilligung"),
        text=_texts(
            "Taking part is **voluntary**.",
            "Udział jest **dobrowolny**.",
            "Die Teilnahme ist **freiwillig**.",
        ),
        purposes=[
            {"name": name, "text": _texts(*texts), "required": required}
            for name, required, *texts in PURPOSES
        ],
        published_at=now,
    )


def _live_through(study: Any, *, now: datetime) -> None:
    """Answer two of three prompts until now; the others expire."""
    from esmpress.prompts import lifecycle  # noqa: PLC0415
    from esmpress.prompts.models import Prompt  # noqa: PLC0415
    from esmpress.responses.intake import submit  # noqa: PLC0415

    past = Prompt.objects.filter(
        participant__study=study, scheduled_at__lt=now - timedelta(hours=2)
    ).order_by("scheduled_at")
    for number, prompt in enumerate(past):
        lifecycle.mark_sent([prompt.pk], now=prompt.scheduled_at)
        if number % 3 != 2:
            later = prompt.scheduled_at + timedelta(minutes=5)
            prompt.refresh_from_db()
            lifecycle.mark_opened(prompt, now=later)
            submit(prompt, {"calm": number % 11}, language="en", now=later)
    lifecycle.expire_overdue_prompts(now=now)


def _texts(english: str, polish: str, german: str) -> dict[str, str]:
    return {"en": english, "pl": polish, "de": german}


if __name__ == "__main__":
    main()
