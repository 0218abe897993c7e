"""Calls of the API of joining as the server of the participant page makes them."""

from __future__ import annotations

from typing import Any

from django.test import Client

JOIN = "/api/participant/join"
WISH: dict[str, Any] = {
    "email": "ola@example.org",
    "language": "en",
    "consent_version": 1,
    "purposes": {"taking_part": True},
}
SETTINGS: dict[str, Any] = {"language": "pl", "time_zone": "Europe/London", "wake_times": None}


def look(client: Client, slug: str) -> Any:
    """What the page for joining shows."""
    return client.get(f"{JOIN}/{slug}")


def ask(client: Client, slug: str, step: str = "request", **fields: Any) -> Any:
    """The answer to a wish, or to the answers to the questions before it."""
    body = WISH | fields if step == "request" else fields
    return client.post(f"{JOIN}/{slug}/{step}", body, content_type="application/json")


def look_at_link(client: Client, token: str) -> Any:
    """What the link in the mail shows."""
    return client.get(f"{JOIN}/confirm", headers=_bearer(token))


def press_confirm(client: Client, token: str, **fields: Any) -> Any:
    """The answer to confirming."""
    return client.post(
        f"{JOIN}/confirm",
        SETTINGS | fields,
        content_type="application/json",
        headers=_bearer(token),
    )


def _bearer(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"}
