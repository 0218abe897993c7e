"""The personal link by which a participant asks to be reminded of a prompt later."""

from __future__ import annotations

from django.conf import settings

from esmpress.prompts.links import UnknownLink
from esmpress.prompts.models import Prompt
from esmpress.row_tokens import ForgedToken, make_token, read_token

_PURPOSE = "snooze"
_MAC_BYTES = 16


def snooze_link(prompt_id: int) -> str:
    """The address of the page that asks; nothing happens before its button is pressed."""
    return f"{settings.PUBLIC_API_URL}/api/participant/later/{snooze_token(prompt_id)}"


def snooze_token(prompt_id: int) -> str:
    """The prompt's row number and a code nobody can make without the key."""
    return make_token(_PURPOSE, prompt_id, mac_bytes=_MAC_BYTES)


def find_snoozable(token: str) -> Prompt:
    """The prompt of a token made with any key still known, with its participant and study.

    Raises UnknownLink.
    """
    try:
        [pk] = read_token(_PURPOSE, token, count=1, mac_bytes=_MAC_BYTES)
    except ForgedToken as error:
        raise UnknownLink from error
    prompt = Prompt.objects.select_related("participant__study").filter(pk=pk).first()
    if prompt is None:
        raise UnknownLink
    return prompt
