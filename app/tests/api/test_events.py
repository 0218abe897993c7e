from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from esmpress.prompts.models import Prompt
from tests.api.calls import get, post, put
from tests.api.conftest import At
from tests.api.event_links import EVENT, look, make_event_link, report
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_looking_shows_what_can_be_reported_and_creates_nothing(
    client: Client, at: At, now: datetime
) -> None:
    at(now)
    _, token = make_event_link()

    pages = [look(client, token) for _ in range(10)]
    heads = [client.head(EVENT, headers={"authorization": f"Bearer {token}"}) for _ in range(10)]

    assert {response.status_code for response in pages + heads} == {200}
    assert pages[-1].json() == {
        "state": "ready",
        "study": {
            "name": {"en": "A week of feelings", "pl": "Tydzień z emocjami"},
            "contact_name": "Dr Nowak",
            "contact_email": "nowak@example.org",
        },
        "language": "en",
        "languages": ["en", "pl"],
        "time_zone": "Europe/Warsaw",
        "title": {"en": "text", "pl": "tekst"},
        "unfinished": None,
    }
    assert not Prompt.objects.exists()


def test_a_report_leads_to_a_questionnaire_that_is_open_already(
    client: Client, at: At, now: datetime
) -> None:
    at(now)
    _, token = make_event_link()

    reported = report(client, token)

    page = get(client, reported.json()["link"].removeprefix("/s/")).json()
    assert reported.status_code == 201
    assert (page["state"], page["questionnaire"]["version"]) == ("open", 1)
    assert page["finish_until"] == "2027-01-11T09:30:00Z"


def test_a_report_makes_one_prompt_of_its_study_day(client: Client, at: At, now: datetime) -> None:
    at(now + timedelta(days=1))
    link, token = make_event_link(response_window_minutes=5)

    report(client, token)

    prompt = Prompt.objects.get()
    assert (prompt.participant, prompt.schedule) == (link.participant, link.schedule)
    assert (prompt.trigger, prompt.status) == (Prompt.Trigger.EVENT, Prompt.Status.OPENED)
    assert (prompt.study_day, prompt.beep) == (2, 1)
    assert (prompt.scheduled_at, prompt.opened_at) == (now + timedelta(days=1),) * 2
    assert prompt.finish_until == prompt.scheduled_at + timedelta(minutes=15)
    assert (prompt.time_zone, prompt.utc_offset_minutes, prompt.dst) == ("Europe/Warsaw", 60, "")
    assert prompt.schedule_version.schedule == link.schedule


def test_a_report_is_answered_like_any_prompt(client: Client, at: At, now: datetime) -> None:
    at(now)
    _, token = make_event_link()
    prompt_token = report(client, token).json()["link"].removeprefix("/s/")

    saved = put(client, prompt_token, {"questionnaire_version": 1, "changes": []})
    submitted = post(client, prompt_token, "response", {"answers": ANSWERS})

    assert (saved.status_code, submitted.status_code) == (200, 201)
    assert Prompt.objects.get().status == Prompt.Status.ANSWERED


def test_an_event_cools_down_until_the_very_minute(client: Client, at: At, now: datetime) -> None:
    _, token = make_event_link(cool_down_minutes=60)
    at(now)
    report(client, token)
    at(now + timedelta(minutes=60) - SECOND)

    page, refused = look(client, token).json(), report(client, token)
    at(now + timedelta(minutes=60))
    taken = report(client, token)

    assert (page["state"], page["next_at"]) == ("cooling_down", "2027-01-11T10:00:00Z")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/cooling-down")
    assert "2027-01-11T10:00:00Z" in refused.json()["detail"]
    assert taken.status_code == 201
    assert list(Prompt.objects.values_list("study_day", "beep")) == [(1, 1), (1, 2)]


def test_as_many_events_as_the_limit_are_taken_in_a_day(
    client: Client, at: At, now: datetime
) -> None:
    _, token = make_event_link(daily_limit=2)
    taken = []
    for minutes in (0, 1, 2):
        at(now + timedelta(minutes=minutes))
        taken.append(report(client, token).status_code)

    refused = report(client, token)

    assert taken == [201, 201, 409]
    assert refused.json()["type"] == "/problems/used-up"
    assert look(client, token).json()["state"] == "used_up"


def test_what_was_begun_can_be_found_again_until_it_is_answered(
    client: Client, at: At, now: datetime
) -> None:
    at(now)
    _, token = make_event_link(cool_down_minutes=60)
    link = report(client, token).json()["link"]
    before = Prompt.objects.values().get()

    begun = look(client, token).json()
    unchanged = Prompt.objects.values().get() == before
    post(client, link.removeprefix("/s/"), "response", {"answers": ANSWERS})
    answered = look(client, token).json()

    assert (begun["state"], begun["unfinished"]) == ("cooling_down", link)
    assert unchanged
    assert (answered["state"], answered["unfinished"]) == ("cooling_down", None)


def test_what_was_begun_is_not_offered_after_its_time(
    client: Client, at: At, now: datetime
) -> None:
    at(now)
    _, token = make_event_link(cool_down_minutes=60)
    report(client, token)
    at(now + timedelta(minutes=30))

    assert look(client, token).json()["unfinished"] is None


def test_a_report_in_the_hour_that_comes_twice_says_which_it_was(client: Client, at: At) -> None:
    _, token = make_event_link(start_date=datetime(2027, 10, 31, tzinfo=UTC).date())
    at(datetime(2027, 10, 31, 1, 30, tzinfo=UTC))

    report(client, token)

    prompt = Prompt.objects.get()
    assert (prompt.utc_offset_minutes, prompt.dst) == (60, "fold")
