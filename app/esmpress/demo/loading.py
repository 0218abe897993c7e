"""Loads the demo through the same functions the Admin uses; loading twice changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.accounts.models import Researcher
from esmpress.demo.joining import open_joining
from esmpress.demo.questionnaires import EVENING, MOMENT, WHO
from esmpress.participants.enrolment import enrol
from esmpress.prompts.planning import plan_study
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.studies.launching import launch
from esmpress.studies.models import Schedule, Study

ZONE = "Europe/Warsaw"
CONTACT = {"contact_name": "Dr Anna Nowak", "contact_email": "anna.nowak@example.org"}
PEOPLE = (
    ("ola@example.org", "pl", "Europe/Warsaw"),
    ("jan@example.org", "pl", "Europe/Warsaw"),
    ("emma@example.org", "en", "Europe/London"),
    ("noah@example.org", "en", "America/New_York"),
)
NOW_PROMPTS = 6
NOW_EVERY = timedelta(minutes=10)

MOMENTS_SCHEME: dict[str, Any] = {
    "kind": "random_in_blocks",
    "days": 7,
    "blocks": 5,
    "windows": [{"weekdays": list(WEEKDAYS), "from": "09:00", "to": "21:00"}],
    "min_gap_minutes": 45,
    "response_window_minutes": 30,
    "finish_within_minutes": 15,
    "reminders": [10],
}
EVENING_SCHEME: dict[str, Any] = {
    "kind": "fixed",
    "days": 7,
    "times": ["21:30"],
    "response_window_minutes": 120,
    "finish_within_minutes": 15,
    "reminders": [45],
}


def load_researcher(email: str, password: str) -> Researcher:
    """The demo's researcher, with every right and this password."""
    researcher = Researcher.objects.with_address(email).first()
    if researcher is None:
        return Researcher.objects.create_superuser(email, password, name="Demo researcher")
    if not researcher.check_password(password):
        researcher.set_password(password)
        researcher.save()
    return researcher


def load_affect_study(*, now: datetime) -> Study:
    """A week of momentary affect, five random prompts a day and an evening diary; launched."""
    study = Study.objects.filter(slug="affect-week").first()
    if study is not None:
        return study
    moment, evening = (_load_questionnaire(source, now=now) for source in (MOMENT, EVENING))
    study = _new_study(
        slug="affect-week",
        name="Affect week (demo)",
        title={"en": "A week of feelings", "pl": "Tydzień z emocjami"},
    )
    Schedule.objects.create(
        study=study, name="moments", questionnaire=moment, scheme=MOMENTS_SCHEME
    )
    Schedule.objects.create(
        study=study, name="evening", questionnaire=evening, scheme=EVENING_SCHEME
    )
    _run(study, PEOPLE, now=now)
    open_joining(study, questions=_load_questionnaire(WHO, now=now), now=now)
    return study


def load_now_study(*, now: datetime) -> Study:
    """A study whose first prompt is due this very minute, so that a mail arrives at once."""
    local = now.astimezone(ZoneInfo(ZONE))
    moments = [local + n * NOW_EVERY for n in range(NOW_PROMPTS)]
    times = [f"{moment:%H:%M}" for moment in moments if moment.date() == local.date()]
    study = _new_study(
        slug=f"now-{local:%Y%m%d-%H%M%S}",
        name=f"Right now, {local:%d %b %Y %H:%M} (demo)",
        title={"en": "Try it now", "pl": "Wypróbuj teraz"},
    )
    Schedule.objects.create(
        study=study,
        name="now",
        questionnaire=_load_questionnaire(MOMENT, now=now),
        scheme={
            "kind": "fixed",
            "days": 1,
            "times": times,
            "response_window_minutes": 60,
            "finish_within_minutes": 15,
            "reminders": [30],
        },
    )
    # In the zone of the listed times, so that both are asked at once.
    people = tuple((email, language, ZONE) for email, language, _ in PEOPLE[::2])
    _run(study, people, now=now)
    return study


def _new_study(**fields: Any) -> Study:
    return Study.objects.create(
        **fields,
        **CONTACT,
        languages=["en", "pl"],
        time_zone=ZONE,
        start_rule=Study.StartRule.SAME_DAY,
    )


def _run(study: Study, people: tuple[tuple[str, str, str], ...], *, now: datetime) -> None:
    for email, language, time_zone in people:
        enrol(study, email=email, language=language, time_zone=time_zone, now=now)
    launch(study, now=now)
    plan_study(study, now=now)


def _load_questionnaire(source: dict[str, Any], *, now: datetime) -> Questionnaire:
    questionnaire, is_new = Questionnaire.objects.get_or_create(
        slug=source["slug"],
        defaults={name: source[name] for name in ("name", "title", "introduction")},
    )
    if is_new:
        for item in source["items"]:
            questionnaire.add_item(**item)
        publish(questionnaire, now=now, researcher=None)
    return questionnaire
