"""Prompts put into a stack for tests in a browser; to be imported once Django is set up."""

from __future__ import annotations

import csv
import uuid
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db.models import F

from devstack.joinable_study import set_up
from devstack.planted_links import links_of
from esmpress.participants.enrolment import enrol
from esmpress.prompts import lifecycle, links, stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.snooze_links import snooze_link
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.making import make_questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.studies.launching import launch
from esmpress.studies.models import Schedule, Study

INSTANTS = ("scheduled_at", "open_until", "sent_at", "opened_at", "finish_until")
HOUR = timedelta(hours=1)
SCHEME = {
    "kind": "fixed",
    "days": 1,
    "times": ["00:00"],
    "response_window_minutes": 60,
    "finish_within_minutes": 60,
}


def carry_out(order: dict[str, Any], *, now: datetime) -> object:
    """What came of the order."""
    if "plant" in order:
        planted = plant(order["plant"], language=order.get("language", "en"), now=now)
        if "as" in order:
            end(planted["link"], fate=order["as"], now=now)
        return planted
    if "end" in order:
        return end(order["end"], fate=order["as"], now=now)
    if "joinable" in order:
        set_up(order["joinable"], now=now)
        return None
    if "links" in order:
        return links_of(order["links"], now=now)
    if "timings" in order:
        return export(order["timings"], "--timings")
    return export(order["export"], "--format", "csv")


def plant(definition: dict[str, Any], *, language: str, now: datetime) -> dict[str, str]:
    """A study that asks the questionnaire, and a participant who has just been sent a link."""
    study = _new_study(definition, now=now)
    participant = enrol(
        study, email=f"{study.slug}@example.org", language=language, time_zone="UTC", now=now
    )
    launch(study, now=now)
    schedule = study.schedules.get()
    prompt = Prompt.objects.create(
        participant=participant,
        schedule=schedule,
        schedule_version=schedule.versions.get(),
        study_day=1,
        beep=2,
        scheduled_at=now,
        time_zone="UTC",
        utc_offset_minutes=0,
        open_until=now + HOUR,
        finish_within_minutes=60,
        algorithm=1,
        status=Prompt.Status.SENT,
        sent_at=now,
    )
    link = links.issue_links([prompt])[prompt.pk]
    return {"link": link, "study": study.slug, "later": snooze_link(prompt.pk)}


def _new_study(definition: dict[str, Any], *, now: datetime) -> Study:
    slug = f"planted-{uuid.uuid4().hex[:8]}"
    questionnaire = make_questionnaire(Definition.model_validate(definition), name=slug, slug=slug)
    publish(questionnaire, now=now, researcher=None)
    languages = list(definition["title"])
    study = Study.objects.create(
        slug=slug,
        name=slug,
        title=dict.fromkeys(languages, "Planted study"),
        languages=languages,
        time_zone="UTC",
        contact_name="Dr Anna Nowak",
        contact_email="anna.nowak@example.org",
        start_rule=Study.StartRule.NEXT_DAY,
        snooze_minutes=10,
    )
    Schedule.objects.create(study=study, name="now", questionnaire=questionnaire, scheme=SCHEME)
    return study


def end(link: str, *, fate: str, now: datetime) -> dict[str, str]:
    """Close the prompt of the link, as time or a researcher would; its status then."""
    prompt = links.find_prompt(link.rpartition("/")[2])
    mine = Prompt.objects.filter(pk=prompt.pk)
    match fate:
        case "expired":
            mine.update(**{name: F(name) - 2 * HOUR for name in INSTANTS})
            lifecycle.expire_overdue_prompts(now=now)
        case "withdrawn":
            stopping.withdraw(prompt.participant, now=now)
        case "study_ended":
            stopping.end_study(prompt.participant.study, now=now)
        case _:
            lifecycle.cancel_prompts(mine, reason=fate, now=now)
    return {"status": mine.get().status}


def export(slug: str, *options: str) -> list[dict[str, str]]:
    """The rows of the study's export, with the options of the command."""
    written = StringIO()
    call_command("export_study", slug, *options, stdout=written)
    return list(csv.DictReader(StringIO(written.getvalue())))
