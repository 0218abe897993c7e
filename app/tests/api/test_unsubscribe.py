from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.http import HttpResponse
from django.test import Client

from esmpress.languages import LANGUAGES
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import unsubscribe_token
from esmpress.prompts.lifecycle import mark_opened
from esmpress.responses.intake import submit
from esmpress.responses.models import Response
from tests.factories import ANSWERS, make_participant, make_prompt, make_sent_prompt, make_study

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
    for response in responses:
        assert "<h1>Unknown link</h1>" in response.content.decode()


def test_an_unknown_link_is_told_in_the_language_of_the_browser(db: None) -> None:
    page = Client().get(
        "/api/participant/unsubscribe/x", headers={"Accept-Language": "de-AT,de;q=0.9"}
    )

    assert "<h1>Unbekannter Link</h1>" in page.content.decode()
    assert page["Vary"] == "Accept-Language"


def press(participant: Participant, act: str) -> HttpResponse:
    """What a button of the page posts, from a browser without cookies."""
    address = f"/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}"
    client = Client(enforce_csrf_checks=True)
    answer = client.post(address, {"act": act})
    participant.refresh_from_db()
    assert isinstance(answer, HttpResponse)
    return answer


def look(participant: Participant, method: str = "get") -> HttpResponse:
    address = f"/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}"
    answer = getattr(Client(), method)(address)
    assert isinstance(answer, HttpResponse)
    return answer


def test_afterwards_the_page_asks_whether_to_leave_the_study() -> None:
    participant = make_participant()

    page = press(participant, "stop").content.decode()

    assert participant.unsubscribed_at is not None
    assert participant.status == "enrolled"
    assert 'value="leave"' in page
    assert 'value="again"' in page


def test_leaving_is_asked_once_more_and_then_done() -> None:
    participant = make_participant()
    prompt = make_prompt(participant)

    asked = press(participant, "leave").content.decode()
    assert (participant.status, participant.unsubscribed_at) == ("enrolled", None)
    assert 'value="leave_now"' in asked
    done = press(participant, "leave_now").content.decode()

    prompt.refresh_from_db()
    assert "You have left the study" in done
    assert (participant.status, prompt.status) == ("withdrawn", "cancelled")
    assert prompt.status_reason == "withdrawn"


def test_leaving_twice_is_leaving_once(now: datetime) -> None:
    participant = make_participant()
    press(participant, "leave_now")
    left_at = participant.withdrawn_at

    page = press(participant, "leave_now")

    assert page.status_code == 200
    assert participant.withdrawn_at == left_at


def test_leaving_keeps_the_answers_given_so_far(now: datetime) -> None:
    participant = make_participant()
    prompt, _ = make_sent_prompt(participant)
    mark_opened(prompt, now=now)
    submit(prompt, ANSWERS, language="en", now=now)

    press(participant, "leave_now")

    assert Response.objects.get().prompt.status == "answered"


def test_messages_can_be_had_again() -> None:
    participant = make_participant(language="pl")
    press(participant, "stop")

    page = press(participant, "again").content.decode()

    assert "Znów będziesz dostawać wiadomości" in page
    assert participant.unsubscribed_at is None


def test_who_has_left_is_not_brought_back_by_a_button() -> None:
    participant = make_participant()
    press(participant, "leave_now")

    page = press(participant, "again").content.decode()

    assert "You have left the study" in page
    assert participant.status == "withdrawn"
    assert participant.unsubscribed_at is not None


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("act", ["stop", "again", "leave_now"])
def test_no_link_acts_whatever_stands_in_it(method: str, act: str) -> None:
    participant = make_participant()
    before = Participant.objects.values().get()
    address = f"/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}?act={act}"

    answer = getattr(Client(), method)(address)

    assert answer.status_code == 200
    assert Participant.objects.values().get() == before


def test_an_unknown_act_does_nothing() -> None:
    participant = make_participant()

    assert press(participant, "everything").status_code == 400
    assert participant.unsubscribed_at is None


def test_one_click_is_taken_in_the_other_encoding_too() -> None:
    participant = make_participant()
    address = f"/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}"
    encoded = "application/x-www-form-urlencoded"

    Client().post(address, "List-Unsubscribe=One-Click", content_type=encoded)
    participant.refresh_from_db()

    assert participant.unsubscribed_at is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_is_said_in_every_language_and_kept_nowhere(language: str) -> None:
    participant = make_participant(make_study(languages=[language]), language=language)
    pages = [look(participant)]
    pages += [press(participant, act) for act in ("stop", "leave", "again", "leave_now")]

    for page in pages:
        text = page.content.decode()
        assert f'<html lang="{language}" dir="{LANGUAGES[language].direction}">' in text
        assert "no-store" in page["Cache-Control"]
        assert "default-src 'none'" in page["Content-Security-Policy"]
        assert "script" not in text
        assert not re.findall(r'(?:src|href)="http', text)
