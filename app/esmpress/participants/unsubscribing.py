"""Unsubscribing by a personal link in every message: no log-in, and it works at once."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from esmpress.participants.models import Participant
from esmpress.row_tokens import ForgedToken, make_token, read_token

_PURPOSE = "unsubscribe"
_MAC_BYTES = 16


class UnknownUnsubscribeLink(Exception):
    """No participant belongs to the token."""


def unsubscribe_token(participant_id: int) -> str:
    """The participant's token: their row number and a code nobody can make without the key."""
    return make_token(_PURPOSE, participant_id, mac_bytes=_MAC_BYTES)


def unsubscribe_link(participant_id: int) -> str:
    """The address of the participant's own page, the same in every message."""
    token = unsubscribe_token(participant_id)
    return f"{settings.PUBLIC_API_URL}/api/participant/unsubscribe/{token}"


def find_participant(token: str) -> Participant:
    """The participant of a token made with any key still known; raises UnknownUnsubscribeLink."""
    try:
        [pk] = read_token(_PURPOSE, token, count=1, mac_bytes=_MAC_BYTES)
    except ForgedToken as error:
        raise UnknownUnsubscribeLink from error
    participant = Participant.objects.select_related("study").filter(pk=pk).first()
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
