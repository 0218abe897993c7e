"""Personal links to the participant's own page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings

from esmpress.row_tokens import make_token

_PURPOSE = "portal"
_MAC_BYTES = 20
_HOUR = timedelta(hours=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


def portal_link(participant_id: int, *, now: datetime) -> str:
    """The address of the participant's own page, made in this hour."""
    hour = (now - _BEGIN) // _HOUR
    token = make_token(_PURPOSE, participant_id, hour, mac_bytes=_MAC_BYTES)
    return f"{settings.PUBLIC_URL}/me/{token}"
