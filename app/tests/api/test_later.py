"""The page “remind me later”: what it says, and that only its button does anything."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from esmpress.delivery.models import Notification
from esmpress.delivery.snoozing import CannotSnooze
from esmpress.languages import LANGUAGES
from esmpress.languages.words import LaterWords
from esmpress.participants.models import Participant
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.models import Prompt
from esmpress.prompts.snooze_links import snooze_token
from esmpress.prompts.stopping import pause
from esmpress.responses.intake import submit
from tests.factories import ANSWERS, make_participant, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def real_now() -> datetime:
    """The page reads the clock itself."""
    return timezone.now().replace(second=0, microsecond=0)


def make_open_prompt(now: datetime, *, minutes: int = 240, **fields: Any) -> Prompt:
    """A prompt of a study that reminds 20 minutes later, sent just now."""
    defaults: dict[str, Any] = {"snooze_minutes": 20, "time_zone": "Asia/Tokyo"}
    study = make_study(**defaults | fields)
    participant = make_participant(study, language=fields.get("languages", ["en"])[0])
    prompt, _ = make_sent_prompt(
        participant, scheduled_at=now, open_until=now + timedelta(minutes=minutes)
    )
    return prompt


def page_of(prompt: Prompt, method: str = "get") -> HttpResponse:
    client = Client(enforce_csrf_checks=True)
    answer = getattr(client, method)(f"/api/participant/later/{snooze_token(prompt.pk)}")
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_at_the_page_reminds_nobody(method: str, real_now: datetime) -> None:
    prompt = make_open_prompt(real_now)

    page = page_of(prompt, method)

    assert page.status_code == 200
    assert not Notification.objects.exists()


def test_the_page_says_what_the_button_will_do(real_now: datetime) -> None:
    page = page_of(make_open_prompt(real_now)).content.decode()

    assert "in about 20 minutes" in page
    assert 'value="later"' in page


def test_the_button_has_the_participant_reminded_on_their_own_clock(real_now: datetime) -> None:
    prompt = make_open_prompt(real_now)

    page = page_of(prompt, "post").content.decode()

    reminder = Notification.objects.get()
    tokyo = reminder.planned_at + timedelta(hours=9)
    assert (reminder.prompt, reminder.kind) == (prompt, "snooze_1")
    assert f"We will remind you at {tokyo:%H:%M}" in page


def test_a_second_press_is_no_second_reminder(real_now: datetime) -> None:
    prompt = make_open_prompt(real_now)

    first, second = page_of(prompt, "post"), page_of(prompt, "post")

    assert first.content == second.content
    assert Notification.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "change", "title"),
    [
        ({"snooze_minutes": 0}, {}, "This study sends no later reminders"),
        ({"minutes": 1}, {}, "There is not enough time left"),
        ({}, {"status": "expired"}, "This questionnaire is closed"),
    ],
)
def test_what_cannot_be_is_explained(
    fields: dict[str, Any], change: dict[str, Any], title: str, real_now: datetime
) -> None:
    prompt = make_open_prompt(real_now, **fields)
    Prompt.objects.filter(pk=prompt.pk).update(**change)

    page = page_of(prompt, "post")

    assert page.status_code == 200
    assert title in page.content.decode()
    assert not Notification.objects.exists()


def test_an_answered_questionnaire_offers_no_button(real_now: datetime) -> None:
    prompt = make_open_prompt(real_now)
    mark_opened(prompt, now=real_now)
    submit(prompt, ANSWERS, language="en", now=real_now)

    pages = [page_of(prompt, method).content.decode() for method in ("get", "post")]

    for page in pages:
        assert "You have answered already" in page
        assert "<button" not in page


def test_the_page_of_a_closed_questionnaire_offers_no_button(real_now: datetime) -> None:
    prompt = make_open_prompt(real_now - timedelta(minutes=60), minutes=30)

    page = page_of(prompt).content.decode()

    assert "This questionnaire is closed" in page
    assert "<button" not in page


def suppress(participant: Participant, *, now: datetime) -> None:
    suppress_addresses({participant.pk: "spam_report"}, now=now)


STOPS: dict[str, Callable[..., object]] = {
    "unsubscribed": mark_unsubscribed,
    "suppressed": suppress,
    "paused": pause,
}


@pytest.mark.parametrize(
    ("stop", "says"),
    [
        ("unsubscribed", "No messages of this study are sent to your address"),
        ("suppressed", "No messages of this study are sent to your address"),
        ("paused", "Your participation is paused"),
    ],
)
def test_who_gets_no_mail_is_told_that_no_reminder_comes_and_until_when_they_can_answer(
    stop: str, says: str, real_now: datetime
) -> None:
    prompt = make_open_prompt(real_now)
    STOPS[stop](prompt.participant, now=real_now)

    pages = [page_of(prompt, method).content.decode() for method in ("get", "post")]

    tokyo = prompt.open_until + timedelta(hours=9)
    for page in pages:
        assert "No reminder will come" in page
        assert says in page
        assert re.search(f"opened until [A-Za-z ]*{tokyo:%H:%M}, with", " ".join(page.split()))
        assert "closed" not in page
        assert "<button" not in page
    assert not Notification.objects.exists()
    prompt.refresh_from_db()
    assert prompt.is_open(now=real_now)


def test_an_unknown_link_is_a_404_page(real_now: datetime) -> None:
    token = snooze_token(make_open_prompt(real_now).pk)

    answers = [
        getattr(Client(), method)(f"/api/participant/later/{changed}")
        for method in ("get", "post")
        for changed in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x", "ź")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert not Notification.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_says_every_reason(language: str, real_now: datetime) -> None:
    reasons = {"not_offered", "answered", "closed", "paused", "no_mail", "too_late", "used_up"}
    page = page_of(make_open_prompt(real_now, languages=[language]))
    direction = LANGUAGES[language].direction

    assert {"ask", "done", *reasons} == set(LaterWords.model_fields) - {"button"}
    assert reasons <= {word.strip(".,") for word in _documented_reasons()}
    assert f'<html lang="{language}" dir="{direction}">' in page.content.decode()
    assert "no-store" in page["Cache-Control"]
    assert "script" not in page.content.decode()


def _documented_reasons() -> list[str]:
    return str(CannotSnooze.__doc__).split()
