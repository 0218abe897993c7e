"""Calls of the participant API as the page makes them."""

from __future__ import annotations

from typing import Any

from django.test import Client

PROMPT = "/api/participant/prompt"


def get(client: Client, token: str) -> Any:
    """What the page of the link shows."""
    return client.get(PROMPT, headers={"authorization": f"Bearer {token}"})


def post(client: Client, token: str, step: str, body: object = None) -> Any:
    """The answer to one step; a body that is text is sent as it stands."""
    return client.post(
        f"{PROMPT}/{step}",
        body if body is not None else {},
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )


def put(client: Client, token: str, body: object) -> Any:
    """The answer to the saving of a draft; a body that is text is sent as it stands."""
    return client.put(
        f"{PROMPT}/draft",
        body,
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )
