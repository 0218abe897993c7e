"""Permanent links for events, and the calls their page makes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client

from esmpress.participants.models import Participant
from esmpress.prompts.event_links import EventLink, event_link
from esmpress.studies.models import Schedule
from tests.factories import make_participant, make_study

EVENT = "/api/participant/event"
ON_EVENT: dict[str, Any] = {
    "kind": "on_event",
    "days": 7,
    "response_window_minutes": 30,
    "finish_within_minutes": 15,
}


def make_event_link(
    *,
    time_zone: str = "Europe/Warsaw",
    start_date: date | None = date(2027, 1, 11),
    **scheme: object,
) -> tuple[EventLink, str]:
    """The link of a participant of a new study whose day 1 is 11 January 2027, and its token."""
    study = make_study(scheme=ON_EVENT | scheme)
    participant = make_participant(study, start_date=start_date, time_zone=time_zone)
    schedule = study.schedules.get()
    return EventLink(participant, schedule), token_of(participant, schedule)


def token_of(participant: Participant, schedule: Schedule) -> str:
    """The token of a participant's permanent link."""
    return event_link(participant, schedule).rpartition("/")[2]


def look(client: Client, token: str) -> Any:
    """What the page of the link shows."""
    return client.get(EVENT, headers={"authorization": f"Bearer {token}"})


def report(client: Client, token: str) -> Any:
    """The answer to a tap on the page's button."""
    return client.post(
        f"{EVENT}/report",
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
