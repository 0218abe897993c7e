from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.prompts.lifecycle import expire_overdue_prompts, mark_opened
from esmpress.prompts.models import Prompt
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import Sent, submit
from esmpress.responses.timings import Timings
from tests.console.browsers import browser_of
from tests.factories import ANSWERS, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
LISTED = "admin:responses_draft_changelist"
TOLD = Timings.model_validate({"hidden": [[1000, 21_000]], "device": "phone"})


@pytest.fixture
def prompt(now: datetime) -> Prompt:
    """A prompt opened at its moment, with one answer given a minute later."""
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    changes = [Change("stress", 41, 12_000)]
    save_draft(prompt, changes, version=1, timings=TOLD, now=now + MINUTE)
    return prompt


def test_answers_of_an_expired_prompt_can_be_looked_at(
    admin: Client, prompt: Prompt, now: datetime
) -> None:
    page = reverse("admin:responses_draft_change", args=[prompt.pk])
    early = admin.get(page)
    expire_overdue_prompts(now=now + HOUR)

    listed = admin.get(reverse(LISTED)).content.decode()
    shown = admin.get(page).content.decode()

    assert early.status_code == 404
    assert "P0001" in listed
    assert "<td>41</td>" in shown
    assert "Opened Mon 11 Jan 2027, 10:00. First answer after 12 s." in shown
    assert "Saved last Mon 11 Jan 2027, 10:01, and not sent." in shown
    assert "Answered on a phone. The page was out of sight for 20 s." in shown


def test_whoever_may_see_responses_may_see_partial_ones_and_nobody_else() -> None:
    may = browser_of("analyst", make_study())
    assert may.get(reverse(LISTED)).status_code == 200
    assert "Partial responses" in may.get(reverse(LISTED)).content.decode()


def test_other_rights_are_not_enough() -> None:
    assert browser_of("coordinator", make_study()).get(reverse(LISTED)).status_code == 403


def test_the_list_of_prompts_says_what_was_partly_answered(
    admin: Client, prompt: Prompt, now: datetime
) -> None:
    expire_overdue_prompts(now=now + HOUR)

    listed = admin.get(reverse("admin:prompts_prompt_changelist")).content.decode()

    assert "expired (partly answered)" in listed


def test_the_timeline_says_that_the_answers_so_far_are_kept(
    admin: Client, prompt: Prompt, now: datetime
) -> None:
    expire_overdue_prompts(now=now + HOUR)
    address = reverse("admin:participants_participant_timeline", args=[prompt.participant_id])

    page = admin.get(address).content.decode()

    assert "not finished by 10:30. The answers so far are kept." in page


def test_a_response_tells_how_it_went_and_that_it_came_late(
    admin: Client, prompt: Prompt, now: datetime
) -> None:
    sent = Sent(100_000, TOLD)
    response, _ = submit(prompt, ANSWERS, language="en", sent=sent, now=now + 3 * HOUR)
    address = reverse("admin:responses_response_change", args=[response.pk])

    page = admin.get(address).content.decode()

    assert "complete: the participant sent it" in page
    assert "Sent Mon 11 Jan 2027, 10:01, 1 min 40 s after opening." in page
    assert "Received 2 h 58 min later: a phone without network keeps it until then." in page
