"""The personal link by which a participant asks to be reminded of a prompt later."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from django.conf import settings

from esmpress.prompts.links import UnknownLink
from esmpress.prompts.models import Prompt

_ID_BYTES = 8
_MAC_BYTES = 16


def snooze_link(prompt_id: int) -> str:
    """The address of the page that asks; nothing happens before its button is pressed."""
    return f"{settings.PUBLIC_API_URL}/api/participant/later/{snooze_token(prompt_id)}"


def snooze_token(prompt_id: int) -> str:
    """The prompt's row number and a code nobody can make without the key."""
    key = list(settings.LINK_KEYS.values())[-1]
    row = prompt_id.to_bytes(_ID_BYTES)
    return base64.urlsafe_b64encode(row + _mac(row, key)).decode()


def find_snoozable(token: str) -> Prompt:
    """The prompt of a token made with any key still known, with its participant and study.

    Raises UnknownLink.
    """
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, UnicodeEncodeError) as error:
        raise UnknownLink from error
    # The decoder skips signs it does not know and takes + for -: only one spelling counts.
    if base64.urlsafe_b64encode(raw).decode() != token:
        raise UnknownLink
    row, mac = raw[:_ID_BYTES], raw[_ID_BYTES:]
    valid = [hmac.compare_digest(_mac(row, key), mac) for key in settings.LINK_KEYS.values()]
    if not any(valid):
        raise UnknownLink
    linked = Prompt.objects.select_related("participant__study")
    prompt = linked.filter(pk=int.from_bytes(row)).first()
    if prompt is None:
        raise UnknownLink
    return prompt


def _mac(row: bytes, key: bytes) -> bytes:
    return hmac.digest(key, b"snooze|" + row, hashlib.sha256)[:_MAC_BYTES]
