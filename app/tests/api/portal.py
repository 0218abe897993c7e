"""Calls of the API of a personal page, as the page's server makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.test import Client

from esmpress.participants.models import Participant
from esmpress.participants.portal_links import portal_link

ME = "/api/participant/me"


def token_of(participant: Participant, *, now: datetime) -> str:
    """The token of the link a participant would be mailed now."""
    return portal_link(participant.pk, now=now).rpartition("/")[2]


def look(token: str, part: str = "") -> Any:
    """What the page, or a part of it, shows."""
    return Client().get(f"{ME}{part}", headers={"authorization": f"Bearer {token}"})


def act(token: str, name: str, body: object = None) -> Any:
    """The answer to an act; a body that is text is sent as it stands."""
    return Client().post(
        f"{ME}/{name}",
        body if body is not None else {},
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
