from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from esmpress.participants.models import Participant
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Response
from esmpress.studies.models import Study
from tests.api.calls import get, post
from tests.api.conftest import Later
from tests.factories import ANSWERS, SCHEDULED_AT, make_prompt

pytestmark = pytest.mark.django_db


def test_a_submit_after_the_end_is_told_so_and_stores_nothing(
    client: Client, token: str, later: Later
) -> None:
    later(timedelta(minutes=30))

    shown = get(client, token)
    opened = post(client, token, "open")
    submitted = post(client, token, "response", {"answers": ANSWERS})

    assert shown.json()["state"] == "closed"
    assert "questionnaire" not in shown.json()
    assert (opened.status_code, submitted.status_code) == (410, 410)
    assert submitted.json()["type"] == "/problems/closed"
    assert not Response.objects.exists()


def test_answers_on_their_way_as_the_time_ends_are_taken(
    client: Client, token: str, later: Later
) -> None:
    later(timedelta(minutes=29))
    opened = post(client, token, "open").json()
    later(timedelta(minutes=44, seconds=29))

    shown = get(client, token).json()
    submitted = post(client, token, "response", {"answers": ANSWERS})

    assert opened["finish_until"] == shown["closed_at"] == "2027-01-11T09:44:00Z"
    assert submitted.status_code == 201


def test_answers_that_come_after_the_grace_are_not(
    client: Client, token: str, later: Later
) -> None:
    later(timedelta(minutes=29))
    post(client, token, "open")
    later(timedelta(minutes=44, seconds=30))

    submitted = post(client, token, "response", {"answers": ANSWERS})

    assert (submitted.status_code, submitted.json()["type"]) == (410, "/problems/closed")


def test_a_cancelled_prompt_closed_as_it_was_cancelled(
    client: Client, token: str, now: datetime
) -> None:
    cancelled_at = now + timedelta(minutes=2)
    lifecycle.cancel_prompts(Prompt.objects.all(), reason="withdrawn", now=cancelled_at)

    page = get(client, token).json()

    assert (page["state"], page["closed_at"]) == ("closed", "2027-01-11T09:02:00Z")


def test_a_prompt_the_sweep_ended_later_closed_at_the_end_of_its_window(
    client: Client, token: str, later: Later, now: datetime
) -> None:
    lifecycle.expire_overdue_prompts(now=now + timedelta(minutes=33))
    later(timedelta(minutes=40))

    assert get(client, token).json()["closed_at"] == "2027-01-11T09:30:00Z"


def test_a_closed_page_promises_the_next_mail_while_one_is_planned(
    client: Client, token: str, later: Later
) -> None:
    make_prompt(Participant.objects.get(), scheduled_at=SCHEDULED_AT + timedelta(hours=6))
    later(timedelta(minutes=30))

    assert get(client, token).json()["more_to_come"] is True


def withdraw(now: datetime) -> object:
    return Participant.objects.update(status="withdrawn", withdrawn_at=now)


def unsubscribe(now: datetime) -> object:
    return Participant.objects.update(unsubscribed_at=now)


def end_the_study(now: datetime) -> object:
    return Study.objects.update(ended_at=now)


def reach_the_last_prompt(now: datetime) -> object:
    return Prompt.objects.filter(scheduled_at__gt=now).delete()


@pytest.mark.parametrize("happens", [withdraw, unsubscribe, end_the_study, reach_the_last_prompt])
def test_a_closed_page_promises_no_mail_that_will_not_come(
    client: Client, token: str, later: Later, now: datetime, happens: Callable[[datetime], Any]
) -> None:
    make_prompt(Participant.objects.get(), scheduled_at=SCHEDULED_AT + timedelta(hours=6))
    happens(now)
    later(timedelta(minutes=30))

    page = get(client, token).json()

    assert (page["state"], page["more_to_come"]) == ("closed", False)
