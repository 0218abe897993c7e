from __future__ import annotations

from datetime import datetime
from itertools import combinations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from esmpress.participants.unsubscribing import unsubscribe_token
from esmpress.prompts.event_links import event_link
from esmpress.prompts.models import Prompt
from tests.api.calls import get
from tests.api.conftest import At
from tests.api.event_links import EVENT, look, make_event_link, report, token_of
from tests.factories import make_participant, make_sent_prompt

pytestmark = pytest.mark.django_db

UNKNOWN = {
    "type": "/problems/unknown-link",
    "title": "Unknown link",
    "status": 404,
    "detail": "No questionnaire belongs to this link.",
}


def test_a_link_is_permanent_personal_and_stored_nowhere(settings: Settings) -> None:
    link, token = make_event_link()

    again = event_link(link.participant, link.schedule)
    another = event_link(make_participant(link.participant.study), link.schedule)

    assert again == f"https://esm.example.org/e/{token}"
    assert another != again
    assert len(token) == 48


@pytest.mark.parametrize("place", [0, 12, 24, 47])
def test_one_changed_letter_makes_a_permanent_link_unknown(client: Client, place: int) -> None:
    _, token = make_event_link()
    changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]

    responses = [look(client, changed), report(client, changed)]

    assert [response.json() for response in responses] == [UNKNOWN] * 2


def test_links_of_other_kinds_do_not_report(client: Client, at: At, now: datetime) -> None:
    at(now)
    link, _ = make_event_link()
    _, prompt_token = make_sent_prompt(link.participant)
    foreign, _ = make_event_link()
    tokens = [
        unsubscribe_token(link.participant.pk),
        prompt_token,
        token_of(link.participant, foreign.schedule),
        "A" * 48,
        "short",
        "",
    ]

    responses = [report(client, token) for token in tokens]

    assert [response.json() for response in responses] == [UNKNOWN] * len(tokens)
    assert Prompt.objects.count() == 1


def test_a_permanent_link_opens_no_prompt_and_unsubscribes_nobody(
    client: Client, at: At, now: datetime
) -> None:
    at(now)
    link, token = make_event_link()

    prompt = get(client, token)
    unsubscribed = client.post(f"/api/participant/unsubscribe/{token}")

    link.participant.refresh_from_db()
    assert (prompt.status_code, unsubscribed.status_code) == (404, 404)
    assert link.participant.unsubscribed_at is None


def test_unknown_links_are_told_apart_by_no_look_up(client: Client) -> None:
    _, token = make_event_link()
    tokens = ["A" * 48, token[:-1] + ("A" if token[-1] != "A" else "B"), unsubscribe_token(1)]

    with CaptureQueriesContext(connection) as queries:
        for unknown in tokens:
            look(client, unknown)

    assert len(queries) == 0


def test_a_new_key_leaves_permanent_links_good(
    client: Client, at: At, now: datetime, settings: Settings
) -> None:
    at(now)
    link, token = make_event_link()
    settings.LINK_KEYS = settings.LINK_KEYS | {2: bytes.fromhex("33" * 32)}

    fresh = token_of(link.participant, link.schedule)

    assert fresh != token
    assert [look(client, one).status_code for one in (token, fresh)] == [200, 200]


def test_links_of_several_people_and_schedules_all_differ() -> None:
    made = [make_event_link()[0] for _ in range(3)]
    people, schedules = zip(*((link.participant, link.schedule) for link in made), strict=True)

    links = [event_link(person, schedule) for person in people for schedule in schedules]

    assert all(one != other for one, other in combinations(links, 2))


def test_neither_looking_nor_reporting_takes_another_method(client: Client) -> None:
    _, token = make_event_link()
    headers = {"authorization": f"Bearer {token}"}

    responses = [
        client.post(EVENT, headers=headers),
        client.get(f"{EVENT}/report", headers=headers),
    ]

    assert [response.status_code for response in responses] == [405, 405]
