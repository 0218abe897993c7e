"""Unsubscribing by a personal link in every message: no log-in, and it works at once."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from datetime import datetime

from django.conf import settings

from esmpress.participants.models import Participant

_ID_BYTES = 8
_MAC_BYTES = 16


class UnknownUnsubscribeLink(Exception):
    """No participant belongs to the token."""


def unsubscribe_token(participant_id: int) -> str:
    """The participant's token: their row number and a code nobody can make without the key."""
    key = list(settings.LINK_KEYS.values())[-1]
    row = participant_id.to_bytes(_ID_BYTES)
    return base64.urlsafe_b64encode(row + _mac(row, key)).decode()


def unsubscribe_link(participant_id: int) -> str:
    """The address of the participant's own page, the same in every message."""
    token = unsubscribe_token(participant_id)
    return f"{settings.PUBLIC_API_URL}/api/participant/unsubscribe/{token}"


def find_participant(token: str) -> Participant:
    """The participant of a token made with any key still known; raises UnknownUnsubscribeLink."""
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, UnicodeEncodeError) as error:
        raise UnknownUnsubscribeLink from error
    # The decoder skips signs it does not know and takes + for -: only one spelling counts.
    if base64.urlsafe_b64encode(raw).decode() != token:
        raise UnknownUnsubscribeLink
    row, mac = raw[:_ID_BYTES], raw[_ID_BYTES:]
    valid = [hmac.compare_digest(_mac(row, key), mac) for key in settings.LINK_KEYS.values()]
    if not any(valid):
        raise UnknownUnsubscribeLink
    participant = Participant.objects.select_related("study").filter(pk=int.from_bytes(row)).first()
    if participant is None:
        raise UnknownUnsubscribeLink
    return participant


def mark_unsubscribed(participant: Participant, *, now: datetime) -> None:
    """Stop all mail to the participant; a second time changes nothing."""
    Participant.objects.filter(pk=participant.pk, unsubscribed_at__isnull=True).update(
        unsubscribed_at=now
    )


def mark_subscribed(participant: Participant) -> bool:
    """Send mail again, at the participant's own wish; False when it was never stopped."""
    return bool(
        Participant.objects.filter(pk=participant.pk, unsubscribed_at__isnull=False).update(
            unsubscribed_at=None
        )
    )


def _mac(row: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"unsubscribe|" + row, hashlib.sha256)[:_MAC_BYTES]
