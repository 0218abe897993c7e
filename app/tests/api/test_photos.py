"""Sending photos, as the page does it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from esmpress.prompts.lifecycle import expire_overdue_prompts
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Photo, Response
from esmpress.responses.photos import delete_unused_photos
from tests.api.calls import PROMPT, post, put
from tests.api.conftest import At
from tests.factories import make_participant, make_sent_prompt, make_study
from tests.responses.builders import make_form
from tests.responses.pictures import picture

pytestmark = pytest.mark.django_db
SNAP = {"kind": "photo", "name": "snap", "settings": {"max_megabytes": 1}}
PLATE = {"kind": "photo", "name": "plate"}
MINE = "3f2b8c1e-5d0a-4e8e-9a56-0c1d2e3f4a5b"


@pytest.fixture
def link(at: At) -> str:
    """The link of an open prompt that asks for two photos."""
    study = make_study(questionnaire=make_form(SNAP, PLATE, {"name": "mood"}))
    prompt, token = make_sent_prompt(make_participant(study))
    at(prompt.scheduled_at)
    return token


def send(
    client: Client, token: str, content: bytes, *, kind: str = "image/jpeg", **query: str
) -> Any:
    return client.post(
        f"{PROMPT}/photo?{urlencode({name: given for name, given in query.items() if given})}",
        content,
        content_type=kind,
        headers={"authorization": f"Bearer {token}"},
    )


def test_a_photo_that_was_sent_can_be_answered(client: Client, link: str) -> None:
    sent = send(client, link, picture(), item="snap")
    submitted = post(client, link, "response", {"answers": {"snap": sent.json()["id"]}})

    assert (sent.status_code, submitted.status_code) == (201, 201)
    assert sent.headers["Cache-Control"] == "no-store"
    assert Response.objects.get().answers == {"snap": str(Photo.objects.get().pk)}


def test_a_photo_may_be_larger_than_other_requests(client: Client, link: str) -> None:
    content = picture() + b"\0" * 2_900_000

    assert send(client, link, content, item="plate").status_code == 201


@pytest.mark.parametrize("kind", ["image/png", "image/webp", "image/jpeg"])
def test_what_the_header_says_is_not_what_counts(kind: str, client: Client, link: str) -> None:
    assert send(client, link, picture("PNG"), kind=kind).status_code == 201


@pytest.mark.parametrize(
    ("sent", "status", "problem"),
    [
        ((b"GIF89a", "image/gif", ""), 415, "/problems/not-a-photo"),
        ((b"", "image/jpeg", ""), 415, "/problems/not-a-photo"),
        ((b"{}", "application/json", ""), 415, "about:blank"),
        ((picture() + b"\0" * 5_000_001, "image/jpeg", ""), 413, "/problems/too-large"),
        ((picture() + b"\0" * 1_000_001, "image/jpeg", "snap"), 413, "/problems/too-large"),
        ((picture(), "image/jpeg", "mood"), 422, "/problems/answers-invalid"),
    ],
    ids=range(6),
)
def test_what_is_no_photo_for_the_item_is_a_problem(
    sent: tuple[bytes, str, str], status: int, problem: str, client: Client, link: str
) -> None:
    content, kind, item = sent

    answer = send(client, link, content, kind=kind, item=item)

    assert (answer.status_code, answer.json().get("type", "about:blank")) == (status, problem)
    assert not Photo.objects.exists()


def test_only_who_has_the_link_can_send(client: Client, link: str) -> None:
    assert send(client, "x" * 32, picture()).status_code == 404
    assert client.post(f"{PROMPT}/photo", picture(), content_type="image/jpeg").status_code == 404


def test_once_the_response_is_in_it_is_too_late(client: Client, link: str) -> None:
    post(client, link, "response", {"answers": {"mood": 1}})

    assert send(client, link, picture()).status_code == 409


def test_once_the_time_is_over_it_is_too_late(client: Client, link: str, at: At) -> None:
    at(Prompt.objects.get().open_until)

    assert send(client, link, picture()).status_code == 410


def test_a_photo_sent_again_under_its_id_is_the_same_photo(client: Client, link: str) -> None:
    sent = [send(client, link, picture(), item="snap", id=MINE) for _ in range(2)]

    assert [(one.status_code, one.json()) for one in sent] == [(201, {"id": MINE})] * 2
    assert str(Photo.objects.get().pk) == MINE
    assert post(client, link, "response", {"answers": {"snap": MINE}}).status_code == 201


def test_the_id_of_another_persons_photo_cannot_be_taken(client: Client, link: str) -> None:
    other = make_sent_prompt(make_participant(make_study(questionnaire=make_form(SNAP, slug="b"))))
    send(client, other[1], picture(), id=MINE)

    assert send(client, link, picture(), item="snap", id=MINE).status_code == 422
    assert Photo.objects.get().prompt == other[0]


def test_an_id_that_is_none_is_refused(client: Client, link: str) -> None:
    refused = send(client, link, picture(), item="snap", id="1; DROP")

    assert (refused.status_code, refused.json()["type"]) == (400, "/problems/malformed")


def test_a_photo_that_waited_for_a_network_goes_with_the_late_draft_that_names_it(
    client: Client, link: str, at: At
) -> None:
    post(client, link, "open")
    at(Prompt.objects.get().open_until + timedelta(days=5))
    change = {"item": "snap", "answer": MINE, "at": 60_000}

    sent = send(client, link, picture(), item="snap", id=MINE)
    saved = put(client, link, {"questionnaire_version": 1, "changes": [change]})

    assert (sent.status_code, saved.json()["reason"]) == (201, "partial")
    over = Prompt.objects.get().open_until + timedelta(days=8)
    expire_overdue_prompts(now=over)
    delete_unused_photos(now=over)
    assert Photo.objects.get().is_kept


def test_a_photo_of_somebody_else_is_refused_by_its_item(client: Client, link: str) -> None:
    other = make_sent_prompt(make_participant(make_study(questionnaire=make_form(SNAP, slug="b"))))
    theirs = send(client, other[1], picture()).json()["id"]

    answer = post(client, link, "response", {"answers": {"snap": theirs}})

    assert answer.status_code == 422
    assert [(one["item"], one["code"]) for one in answer.json()["errors"]] == [
        ("snap", "wrong_type")
    ]
