"""Link tokens: derived from the prompt under a versioned key, stored only as a hash."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db import connection

from esmpress.prompts.linked import read_linked
from esmpress.prompts.models import Prompt
from esmpress.row_tokens import sign

TOKEN_BYTES = 24
HASH_BYTES = 32

# Django's bulk update, a CASE with a branch for each row, costs more than all else of a dispatch.
# The hashes come one after the other: a list of a thousand takes long to write down.
_STORE_HASHES = """
UPDATE prompts_prompt AS prompt
   SET token_hash = substr(%(hashes)s::bytea, (%(width)s * (place - 1) + 1)::int, %(width)s)
  FROM unnest(%(ids)s::bigint[]) WITH ORDINALITY AS given (id, place)
 WHERE prompt.id = given.id
"""


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
    prompt = read_linked(token_hash(token))
    if prompt is None:
        raise UnknownLink
    return prompt


def make_link(prompt_id: int, stored: bytes | None) -> tuple[str, bytes]:
    """The link of a prompt and the hash to store; the link it has when a hash is `stored`.

    Raises LinkKeyRetired.
    """
    if stored is None:
        token = _token(prompt_id, _newest_key())
        return _link(token), token_hash(token)
    return _link(_repeat_token(prompt_id, stored)), stored


def new_hashes(prompt_ids: Iterable[int]) -> bytes:
    """The hashes of prompts' links, HASH_BYTES each, before anybody has one."""
    key = _newest_key()
    return b"".join([token_hash(_token(pk, key)) for pk in prompt_ids])


def issue_links(prompts: Iterable[Prompt]) -> dict[int, str]:
    """The link of each prompt by its id; a prompt that has one keeps it, reminders repeat it."""
    links: dict[int, str] = {}
    new: dict[int, bytes] = {}
    for prompt in prompts:
        stored = None if prompt.token_hash is None else bytes(prompt.token_hash)
        links[prompt.pk], token = make_link(prompt.pk, stored)
        if stored is None:
            prompt.token_hash = new[prompt.pk] = token
    if new:
        store_hashes(new)
    return links


def store_hashes(hashes: Mapping[int, bytes]) -> None:
    """Store the hashes of new links by the ids of their prompts."""
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "ids": list(hashes),
            "hashes": b"".join(hashes.values()),
            "width": HASH_BYTES,
        }
        cursor.execute(_STORE_HASHES, values)


def _newest_key() -> bytes:
    return list(settings.LINK_KEYS.values())[-1]


def _link(token: str) -> str:
    return f"{settings.PUBLIC_URL}/s/{token}"


def _repeat_token(prompt_id: int, stored: bytes) -> str:
    for key in reversed(settings.LINK_KEYS.values()):
        token = _token(prompt_id, key)
        if hmac.compare_digest(token_hash(token), stored):
            return token
    raise LinkKeyRetired("the link was made with a key that LINK_KEYS has no more")


def _token(prompt_id: int, key: bytes) -> str:
    digest = sign(f"prompt link|{prompt_id}".encode(), key)
    return base64.urlsafe_b64encode(digest[:TOKEN_BYTES]).decode()
