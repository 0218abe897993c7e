"""Dates and names as researchers read them on pages that Django makes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Participant, Pause
from esmpress.studies.models import Study
from tests.console.browsers import browser_for, browser_of
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
ENROLLED_AT = datetime(2027, 1, 11, 22, 30, tzinfo=UTC)
LEFT_AT = datetime(2027, 1, 13, 23, 15, tzinfo=UTC)


def page_of(client: Client, participant: Participant, **headers: str) -> str:
    address = reverse("admin:participants_participant_change", args=[participant.pk])
    return client.get(address, headers=headers).content.decode()


@pytest.fixture
def study() -> Study:
    return make_study(time_zone="Europe/Warsaw")


def test_when_somebody_came_and_left_is_on_the_wall_clock_of_the_study(study: Study) -> None:
    participant = make_participant(study)
    Participant.objects.update(
        enrolled_at=ENROLLED_AT, status="withdrawn", withdrawn_at=LEFT_AT, withdrawal_level="stop"
    )

    page = page_of(browser_of("owner", study), participant)

    assert "Mon 11 Jan 2027, 23:30" in page
    assert "Thu 14 Jan 2027, 00:15" in page


def test_when_an_arm_was_drawn_is_on_the_same_clock() -> None:
    study = make_study(time_zone="Pacific/Kiritimati", arms={"one": 1})
    participant = make_participant(study)
    drawn_at = participant.allocations.get().drawn_at

    page = page_of(browser_of("owner", study), participant)

    there = drawn_at + timedelta(hours=14)
    assert f"{there:%a %d %b %Y, %H:%M}" in page.partition('id="allocations-group"')[2]


def test_a_date_has_its_day_first(study: Study) -> None:
    participant = make_participant(study)
    Participant.objects.update(start_date=date(2027, 1, 12))

    assert "12 Jan 2027" in page_of(browser_of("owner", study), participant)


def test_the_end_of_a_pause_is_told_in_the_researchers_language(study: Study) -> None:
    participant = make_participant(study)
    Participant.objects.update(status="paused")
    Pause.objects.create(participant=participant, began_at=ENROLLED_AT, until=date(2027, 1, 16))

    page = page_of(browser_of("owner", study), participant, accept_language="pl")

    assert "sob 16 sty 2027" in page


def test_the_sidebar_names_who_is_logged_in() -> None:
    anna = Researcher.objects.create_user("anna@example.org", name="Dr Anna Nowak")

    page = browser_for(anna).get(reverse("admin:index")).content.decode()

    assert "Dr Anna Nowak" in page


@pytest.mark.parametrize(
    ("dst", "words"),
    [
        ("gap", "The clocks went forward over this time, so it came later."),
        ("fold", "The clocks went back, so this time came twice."),
    ],
)
def test_a_prompt_tells_what_a_change_of_the_clocks_did(dst: str, words: str, study: Study) -> None:
    prompt = make_prompt(make_participant(study), dst=dst)

    address = reverse("admin:prompts_prompt_change", args=[prompt.pk])
    page = browser_of("owner", study).get(address).content.decode()

    assert "Clock change" in page
    assert words in page
