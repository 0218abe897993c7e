"""Permanent personal links by which a participant reports events; nothing of them is stored."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings

from esmpress.participants.models import Participant
from esmpress.prompts.links import UnknownLink
from esmpress.studies.models import Schedule

_ID_BYTES = 8
_ROW_BYTES = 2 * _ID_BYTES
# With both ids 36 bytes: 48 signs without padding.
_MAC_BYTES = 20


@dataclass(frozen=True)
class EventLink:
    """Whose link it is, and the schedule whose questionnaire a report opens."""

    participant: Participant
    schedule: Schedule


def event_link(participant: Participant, schedule: Schedule) -> str:
    """The participant's own address for reporting events of an `on_event` schedule."""
    key = list(settings.LINK_KEYS.values())[-1]
    row = participant.pk.to_bytes(_ID_BYTES) + schedule.pk.to_bytes(_ID_BYTES)
    token = base64.urlsafe_b64encode(row + _mac(row, key)).decode()
    return f"{settings.PUBLIC_URL}/e/{token}"


def find_event(token: str) -> EventLink:
    """Whom and what a token made with any key still known is for; raises UnknownLink.

    Whatever is wrong with a token, it is compared as a whole, and nothing is looked up.
    """
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, UnicodeEncodeError) as error:
        raise UnknownLink from error
    row, mac = raw[:_ROW_BYTES], raw[_ROW_BYTES:]
    valid = [hmac.compare_digest(_mac(row, key), mac) for key in settings.LINK_KEYS.values()]
    if not any(valid):
        raise UnknownLink
    return _read(int.from_bytes(row[:_ID_BYTES]), int.from_bytes(row[_ID_BYTES:]))


def _read(participant_id: int, schedule_id: int) -> EventLink:
    """The rows of a genuine token; raises UnknownLink when they are gone."""
    participant = Participant.objects.select_related("study").filter(pk=participant_id).first()
    schedule = Schedule.objects.select_related("questionnaire").filter(pk=schedule_id).first()
    if participant is None or schedule is None or schedule.study_id != participant.study_id:
        raise UnknownLink
    return EventLink(participant, schedule)


def _mac(row: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"event link|" + row, hashlib.sha256)[:_MAC_BYTES]
