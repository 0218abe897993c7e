"""Puts the guide's researchers, studies and people into a stack; needs Django set up."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from devstack.guide.days import live_through
from devstack.guide.designs import draft_study, running_study
from devstack.guide.researchers import add_team, make_anna
from devstack.guide.rules import add_alert_rules
from esmpress.accounts.auditing import acting
from esmpress.accounts.models import Researcher
from esmpress.alerts.models import Alert
from esmpress.alerts.watching import watch_studies
from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Draft, Response
from esmpress.studies.models import Study

# So long ago the study was launched.
DAYS = 8


def plant(*, password: str, now: datetime) -> dict[str, int]:
    """All of it or nothing; the numbers of the rows that the pictures are of."""
    anna = make_anna(password)
    with transaction.atomic(), acting(anna.pk):
        return _plant(anna, now=now)


def _plant(anna: Researcher, *, now: datetime) -> dict[str, int]:
    began = now - timedelta(days=DAYS)
    running, draft = running_study(anna, now=began), draft_study(anna, now=began)
    add_team(running, given_by=anna, now=began)
    add_alert_rules(running, now=began)
    live_through(running, began=began, now=now)
    watch_studies(now=now)
    return {"running": running.pk, "draft": draft.pk, **_shown(running)}


def _shown(study: Study) -> dict[str, int]:
    """A row of each kind whose own page has a picture."""
    person = Participant.objects.get(study=study, number=3)
    of_study = {"prompt__participant__study": study}
    asked = study.schedules.get(name="moments").questionnaire
    return {
        "participant": person.pk,
        "moments": study.schedules.get(name="moments").pk,
        "questionnaire": asked.pk,
        "item": asked.draft_items.earliest("position").pk,
        "page": asked.draft_pages.earliest("position").pk,
        "prompt": Prompt.objects.filter(participant=person, status="answered").latest("pk").pk,
        "message": Notification.objects.filter(**of_study).latest("pk").pk,
        "response": Response.objects.filter(**of_study).latest("pk").pk,
        "partial": Draft.objects.filter(**of_study).latest("pk").pk,
        "alert": Alert.objects.filter(study=study).latest("pk").pk,
        "rule": study.alert_rules.earliest("pk").pk,
    }
