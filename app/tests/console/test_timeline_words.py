"""What the timeline says of a prompt without messages."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_prompt

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("is_over", "words"), [(False, "No message yet<"), (True, "No message<")])
def test_no_message_is_promised_for_a_prompt_that_is_over(
    is_over: bool, words: str, admin: Client, now: datetime
) -> None:
    over: dict[str, Any] = {"status": "cancelled", "status_reason": "withdrawn", "ended_at": now}
    prompt = make_prompt(**over) if is_over else make_prompt()

    url = reverse("admin:participants_participant_timeline", args=[prompt.participant_id])

    assert f'<span class="mails">{words}' in admin.get(url).content.decode()
