"""Link tokens: derived from the prompt under a versioned key, stored only as a hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from esmpress.prompts.models import Prompt

TOKEN_BYTES = 24


class UnknownLink(Exception):
    """No prompt belongs to the token."""


class LinkKeyRetired(Exception):
    """The key an earlier link was made with is gone, so the link cannot be repeated."""


def token_hash(token: str) -> bytes:
    """What is stored of a token: its SHA-256."""
    return hashlib.sha256(token.encode()).digest()


def find_prompt(token: str) -> Prompt:
    """The prompt of a link; raises UnknownLink.

    One look-up by hash for every token, so the time says nothing about how much of it is right.
    """
    prompt = (
        Prompt.objects.select_related("participant__study", "schedule__questionnaire")
        .filter(token_hash=token_hash(token))
        .first()
    )
    if prompt is None:
        raise UnknownLink
    return prompt


def issue_links(prompts: Iterable[Prompt]) -> dict[int, str]:
    """The link of each prompt by its id; a prompt that has one keeps it, reminders repeat it."""
    prompts = list(prompts)
    newest = list(settings.LINK_KEYS.values())[-1]
    fresh = [prompt for prompt in prompts if prompt.token_hash is None]
    for prompt in fresh:
        prompt.token_hash = token_hash(_token(prompt.pk, newest))
    Prompt.objects.bulk_update(fresh, ["token_hash"], batch_size=1000)
    return {prompt.pk: f"{settings.PUBLIC_URL}/s/{_repeat_token(prompt)}" for prompt in prompts}


def _repeat_token(prompt: Prompt) -> str:
    assert prompt.token_hash is not None
    stored = bytes(prompt.token_hash)
    for key in reversed(settings.LINK_KEYS.values()):
        token = _token(prompt.pk, key)
        if hmac.compare_digest(token_hash(token), stored):
            return token
    raise LinkKeyRetired(f"The link of prompt {prompt.pk} was made with a key that is gone.")


def _token(prompt_id: int, key: bytes) -> str:
    digest = hmac.digest(key, f"prompt link|{prompt_id}".encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()
