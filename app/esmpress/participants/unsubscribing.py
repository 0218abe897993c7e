"""Unsubscribing by a personal link in every message: no log-in, and it works at once."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import connection

from esmpress.participants.models import Participant
from esmpress.row_tokens import ForgedToken, make_token, read_token

# One statement each, so that no stop is without its record and its note.
_STOP = """
WITH stopped AS (
    UPDATE participants_participant SET unsubscribed_at = %(now)s
     WHERE id = ANY(%(ids)s) AND unsubscribed_at IS NULL
    RETURNING id, enrolled_at),
noted AS (
    INSERT INTO participants_leaving (participant, enrolled_at, act, at, line)
    SELECT id, enrolled_at, 'unsubscribe', %(now)s, '' FROM stopped)
INSERT INTO participants_mailstop (participant_id, began_at) SELECT id, %(now)s FROM stopped
"""
_GO_ON = """
WITH ended AS (
    UPDATE participants_mailstop SET ended_at = %(now)s
     WHERE participant_id = %(id)s AND ended_at IS NULL),
again AS (
    UPDATE participants_participant SET unsubscribed_at = NULL
     WHERE id = %(id)s AND unsubscribed_at IS NOT NULL
    RETURNING id, enrolled_at)
INSERT INTO participants_leaving (participant, enrolled_at, act, at, line)
SELECT id, enrolled_at, 'subscribe', %(now)s, '' FROM again
"""
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
    mark_all_unsubscribed([participant.pk], now=now)


def mark_all_unsubscribed(participant_ids: Collection[int], *, now: datetime) -> None:
    """Stop all mail to those of the participants who still get it, and keep when."""
    with connection.cursor() as cursor:
        cursor.execute(_STOP, {"ids": list(participant_ids), "now": now})


def mark_subscribed(participant: Participant, *, now: datetime) -> bool:
    """Send mail again, at the participant's own wish; False when it was never stopped."""
    with connection.cursor() as cursor:
        cursor.execute(_GO_ON, {"id": participant.pk, "now": now})
        return bool(cursor.rowcount)
