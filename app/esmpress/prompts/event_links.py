"""Permanent personal links by which a participant reports events; nothing of them is stored."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from esmpress.participants.models import Participant
from esmpress.prompts.links import UnknownLink
from esmpress.row_tokens import ForgedToken, make_token, read_token
from esmpress.studies.models import Schedule

_PURPOSE = "event link"
# With both ids 36 bytes: 48 signs without padding.
_MAC_BYTES = 20


@dataclass(frozen=True)
class EventLink:
    """Whose link it is, and the schedule whose questionnaire a report opens."""

    participant: Participant
    schedule: Schedule


def event_link(participant: Participant, schedule: Schedule) -> str:
    """The participant's own address for reporting events of an `on_event` schedule."""
    token = make_token(_PURPOSE, participant.pk, schedule.pk, mac_bytes=_MAC_BYTES)
    return f"{settings.PUBLIC_URL}/e/{token}"


def find_event(token: str) -> EventLink:
    """Whom and what a token made with any key still known is for; raises UnknownLink.

    Whatever is wrong with a token, it is compared as a whole, and nothing is looked up.
    """
    try:
        return _read(*read_token(_PURPOSE, token, count=2, mac_bytes=_MAC_BYTES))
    except ForgedToken as error:
        raise UnknownLink from error


def _read(participant_id: int, schedule_id: int) -> EventLink:
    """The rows of a genuine token; raises UnknownLink when they are gone."""
    participant = Participant.objects.select_related("study").filter(pk=participant_id).first()
    schedule = Schedule.objects.select_related("questionnaire").filter(pk=schedule_id).first()
    if participant is None or schedule is None or schedule.study_id != participant.study_id:
        raise UnknownLink
    return EventLink(participant, schedule)
