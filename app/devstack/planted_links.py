"""The links in the mails of a study, without the mail; to be imported once Django is set up."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from esmpress.joining.requesting import Wish, request_to_join
from esmpress.participants.join_links import join_link
from esmpress.participants.models import Participant
from esmpress.participants.portal_links import GOOD_FOR, portal_link
from esmpress.participants.unsubscribing import unsubscribe_link
from esmpress.prompts.event_links import event_link
from esmpress.studies.models import Joining, Schedule, Study

# What the study for joining asks, and what it needs to be agreed to.
ANSWERS = {"age": 30}
CHOICES = {"answers": True}


def links_of(slug: str, *, now: datetime) -> dict[str, str]:
    """The links of the study's first participant and, where people can join, one that confirms."""
    study = Study.objects.get(slug=slug)
    found: dict[str, str] = {}
    if participant := Participant.objects.filter(study=study).first():
        found = _of_participant(participant, now=now)
    if joining := Joining.objects.filter(study=study).first():
        found["confirm"] = _confirming(joining, now=now)
    return found


def _of_participant(participant: Participant, *, now: datetime) -> dict[str, str]:
    found = {
        "own": portal_link(participant.pk, now=now),
        "expired": portal_link(participant.pk, now=now - GOOD_FOR - timedelta(hours=1)),
        "unsubscribe": unsubscribe_link(participant.pk),
    }
    events = Schedule.objects.filter(study=participant.study_id, scheme__kind="on_event").first()
    return found if events is None else {**found, "event": event_link(participant, events)}


def _confirming(joining: Joining, *, now: datetime) -> str:
    """The link with which somebody new confirms that they want to join."""
    wish = Wish(f"{uuid.uuid4().hex}@example.org", "en", 1, CHOICES, ANSWERS)
    request_to_join(joining, wish, now=now)
    return join_link(joining.study.join_requests.latest("pk"))
