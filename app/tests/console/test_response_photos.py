"""Looking at a photo needs the right to look at its response."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.responses.intake import submit
from esmpress.responses.models import Photo, Response
from esmpress.responses.photos import take_photo
from tests.console.browsers import browser_of
from tests.responses.builders import make_form, participant_with, prompt_at
from tests.responses.pictures import opened, picture

pytestmark = pytest.mark.django_db


@pytest.fixture
def response() -> Response:
    """A response with a photo."""
    form = make_form({"kind": "photo", "name": "snap"}, {"kind": "photo", "name": "plate"})
    prompt = prompt_at(participant_with(form), 1, 1)
    now = prompt.scheduled_at
    photo = take_photo(prompt, picture(), item="snap", now=now)
    answers = {"snap": str(photo.pk)}
    return submit(prompt, answers, language="en", now=now + timedelta(minutes=1))[0]


def address(response: Response, photo: object = None) -> str:
    return reverse(
        "admin:responses_response_photo", args=[response.pk, photo or response.answers["snap"]]
    )


def test_a_photo_is_shown_and_kept_by_no_browser(admin: Client, response: Response) -> None:
    shown = admin.get(address(response))

    assert shown.status_code == 200
    assert opened(shown.content).size == (40, 20)
    assert shown.headers["Content-Type"] == "image/jpeg"
    assert "no-store" in shown.headers["Cache-Control"]
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith('inline; filename="snap_')


def test_the_page_of_the_response_shows_it_and_a_dash_for_none(
    admin: Client, response: Response
) -> None:
    page = admin.get(reverse("admin:responses_response_change", args=[response.pk]))

    assert page.content.decode().count(f'<img src="{address(response)}"') == 1
    assert "–" in page.content.decode()


def test_who_may_see_responses_may_see_their_photos_and_nobody_else(response: Response) -> None:
    may = browser_of("analyst")

    assert may.get(address(response)).status_code == 200
    assert Client().get(address(response)).status_code == 302


@pytest.mark.parametrize("role", ["editor", "coordinator", "observer"])
def test_other_roles_see_none(role: str, response: Response) -> None:
    assert browser_of(role).get(address(response)).status_code == 403


def test_a_photo_is_found_only_below_its_own_response(admin: Client, response: Response) -> None:
    other = prompt_at(response.prompt.participant, 1, 2)
    sent = take_photo(other, picture(), item="snap", now=other.scheduled_at)

    assert admin.get(address(response, sent.pk)).status_code == 404
    assert admin.get(address(response, "0e8b3f0a-6f2b-4a57-9a39-5c1d6f0f7b11")).status_code == 404
    assert Photo.objects.count() == 2
