"""The timeline in the Admin: what it shows, and to whom."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from tests.console.browsers import browser_of
from tests.console.timelines import delivered, page_of, url_of
from tests.delivery.builders import make_notification
from tests.factories import FIXED, make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db


def test_the_page_shows_prompts_messages_and_no_address(admin: Client, now: datetime) -> None:
    prompt = make_sent_prompt(make_participant(email="ola@example.org"))[0]
    row = delivered(prompt)

    shown = admin.get(url_of(prompt.participant)).content.decode()

    assert "Mon 11 Jan 2027" in shown
    assert "Invitation: delivered" in shown
    assert "10:00:05" in shown
    assert reverse("admin:delivery_notification_change", args=[row.pk]) in shown
    assert "ola@example.org" not in shown


def test_what_a_provider_said_cannot_become_markup(admin: Client, now: datetime) -> None:
    prompt = make_prompt()
    make_notification(prompt, status="failed", reason="<b>550</b>", settled_at=now)

    shown = admin.get(url_of(prompt.participant)).content.decode()

    assert "&lt;b&gt;550" in shown
    assert "<b>550" not in shown


def test_nobody_planned_for_has_an_empty_page(admin: Client) -> None:
    assert "No prompt is planned yet." in admin.get(url_of(make_participant())).content.decode()


def test_who_may_not_see_people_sees_no_timeline() -> None:
    participant = make_participant()

    assert browser_of("api").get(url_of(participant)).status_code == 403


def test_the_schedules_of_one_arm_are_hidden_from_who_may_not_see_arms(now: datetime) -> None:
    study = make_study(
        arms={"therapy": 1, "waiting": 1},
        phases=[{"name": "treatment", "days": 7, "arm": "therapy"}],
        schedules={"cravings in therapy": FIXED | {"phase": "treatment"}, "moments": FIXED},
    )
    participant = make_participant(study)
    for schedule in study.schedules.all():
        make_prompt(participant, schedule=schedule)

    waiting = make_participant(study)
    make_prompt(waiting, schedule=study.schedules.get(name="moments"))
    browser = browser_of("observer")
    blind = [browser.get(url_of(one)).content.decode() for one in (participant, waiting)]

    # Where some names are missing, those without one would be the arm's.
    assert not [page for page in blind if re.search("therapy|cravings|treatment|moments", page)]
    assert "cravings in therapy" in str(page_of(participant, now))


def test_schedules_that_tell_no_arm_are_named_to_everybody(now: datetime) -> None:
    prompt = make_prompt()

    page = browser_of("observer").get(url_of(prompt.participant)).content.decode()

    assert f'<span class="schedule">{prompt.schedule.name}.</span>' in page


def test_acts_are_offered_to_who_may_act_on_what_can_be_acted_on(now: datetime) -> None:
    waiting = make_notification()
    act = f"act=call_off&amp;row={waiting.pk}&amp;from=timeline"
    url = url_of(waiting.prompt.participant)

    looks = browser_of("observer").get(url).content.decode()
    page = page_of(waiting.prompt.participant, now)

    assert act not in looks
    message = page.days[0].entries[0].messages[0]
    assert (message.can_call_off, message.can_try_again) == (True, False)
