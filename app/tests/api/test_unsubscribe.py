from __future__ import annotations

import pytest
from django.test import Client

from esmpress.participants.unsubscribing import unsubscribe_token
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def test_looking_at_the_page_unsubscribes_nobody() -> None:
    participant = make_participant()

    page = Client().get(f"/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}")

    participant.refresh_from_db()
    assert page.status_code == 200
    assert "No more messages?" in page.content.decode()
    assert participant.unsubscribed_at is None


def test_one_click_of_a_mail_program_unsubscribes_without_log_in_or_cookie() -> None:
    participant = make_participant(language="pl")
    address = f"/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}"
    client = Client(enforce_csrf_checks=True)

    first = client.post(address, {"List-Unsubscribe": "One-Click"})
    client.post(address, {"List-Unsubscribe": "One-Click"})

    participant.refresh_from_db()
    assert first.status_code == 200
    assert "Gotowe" in first.content.decode()
    assert participant.unsubscribed_at is not None


def test_an_unknown_link_is_a_404_page() -> None:
    token = unsubscribe_token(make_participant().pk)
    changed = token[:-5] + ("A" if token[-5] != "A" else "B") + token[-4:]

    responses = [Client().get(f"/api/participant/unsubscribe/{t}") for t in (changed, "x", "ź")]

    assert {response.status_code for response in responses} == {404}
