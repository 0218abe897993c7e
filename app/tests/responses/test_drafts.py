from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import permutations
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from esmpress.prompts.lifecycle import PromptAnswered, mark_opened
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.publishing import publish
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import submit
from esmpress.responses.models import Draft, Response
from esmpress.responses.timings import Timings
from tests.factories import ANSWERS, make_sent_prompt
from tests.responses.builders import make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def prompt(now: datetime) -> Prompt:
    """A prompt opened at its moment."""
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    return prompt


def save(prompt: Prompt, *changes: Change, now: datetime, **more: Any) -> Draft:
    return save_draft(prompt, changes, version=1, now=now, **more)[0]


PHONE = [Change("stress", 10, 1000), Change("company", 1, 5000)]
LAPTOP = [Change("stress", 20, 3000), Change("note", "x", 3000), Change("company", 2, 4000)]
SECOND_THOUGHT = [Change("note", None, 6000)]


@pytest.mark.parametrize("order", list(permutations([PHONE, LAPTOP, SECOND_THOUGHT])))
def test_the_later_touch_wins_item_by_item_whatever_comes_first(
    prompt: Prompt, now: datetime, order: list[list[Change]]
) -> None:
    for changes in order:
        save(prompt, *changes, now=now + MINUTE)

    draft = Draft.objects.get()
    assert draft.answers == {"stress": 20, "company": 1}
    assert draft.changed == {"stress": 3000, "company": 5000, "note": 6000}


def test_a_repeat_changes_nothing(prompt: Prompt, now: datetime) -> None:
    timings = Timings.model_validate({"items": {"stress": [0, 1, 2, 3]}, "hidden": [[1, 2]]})
    save(prompt, *PHONE, timings=timings, page="page_1", now=now + MINUTE)
    before = Draft.objects.values().get()

    save(prompt, *PHONE, timings=timings, page="page_1", now=now + 2 * MINUTE)

    assert Draft.objects.values().get() == before


def test_of_two_changes_of_one_moment_the_one_that_comes_wins(
    prompt: Prompt, now: datetime
) -> None:
    save(prompt, Change("stress", 1, 1000), now=now + MINUTE)

    draft = save(prompt, Change("stress", 2, 1000), now=now + MINUTE)

    assert draft.answers == {"stress": 2}


def test_a_clock_that_is_ahead_wins_no_longer_than_until_now(prompt: Prompt, now: datetime) -> None:
    save(prompt, Change("stress", 1, 10**12), now=now + MINUTE)

    draft = save(prompt, Change("stress", 2), now=now + 2 * MINUTE)

    assert (draft.answers, draft.changed) == ({"stress": 2}, {"stress": 120_000})


def test_the_first_change_starts_the_prompt_at_its_instant(prompt: Prompt, now: datetime) -> None:
    save(prompt, *LAPTOP, now=now + MINUTE)
    save(prompt, *PHONE, now=now + 2 * MINUTE)

    prompt.refresh_from_db()
    assert prompt.status == Prompt.Status.STARTED
    assert prompt.started_at == now + timedelta(seconds=3)


def test_a_page_turn_without_an_answer_starts_nothing(prompt: Prompt, now: datetime) -> None:
    save(prompt, page="page_1", now=now + MINUTE)

    assert Prompt.objects.get().status == Prompt.Status.OPENED


def test_a_place_that_the_questionnaire_lacks_is_not_kept(prompt: Prompt, now: datetime) -> None:
    save(prompt, page="page_1", now=now + MINUTE)

    assert save(prompt, page="nowhere", now=now + MINUTE).page == "page_1"


def test_answers_are_checked_by_kind_and_not_by_what_is_shown(now: datetime) -> None:
    form = make_form({"name": "mood"}, {"name": "why", "show_if": "mood > 2"})
    prompt = prompt_at(participant_with(form), 1, 1)
    mark_opened(prompt, now=prompt.scheduled_at)

    draft = save(prompt, Change("why", 3, 0), now=prompt.scheduled_at)

    assert draft.answers == {"why": 3}


def test_a_version_published_meanwhile_does_not_change_what_was_opened(
    prompt: Prompt, now: datetime
) -> None:
    questionnaire = prompt.schedule.questionnaire
    questionnaire.draft_items.filter(name="stress").delete()
    publish(questionnaire, now=now, researcher=None)

    assert save(prompt, *PHONE, now=now + MINUTE).answers == {"stress": 10, "company": 1}


def in_a_crowd(prompt: Prompt, acts: list[Any]) -> list[Any]:
    """What comes of the acts done at once, each on a connection and a row of its own."""
    start = Barrier(len(acts))

    def act(do: Any) -> Any:
        mine = Prompt.objects.get(pk=prompt.pk)
        start.wait()
        try:
            return do(mine)
        except PromptAnswered as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as crowd:
        return list(crowd.map(act, acts))


@pytest.mark.django_db(transaction=True)
def test_devices_that_save_at_once_lose_nothing(prompt: Prompt, now: datetime) -> None:
    names = [("stress", 5), ("company", 1), ("sleep", 6), ("note", "x")]

    in_a_crowd(
        prompt,
        [
            lambda mine, name=name, one=one, at=at: save(
                mine, Change(name, one, at), now=now + MINUTE
            )
            for at, (name, one) in enumerate(names)
        ],
    )

    assert Draft.objects.get().answers == dict(names)
    assert Prompt.objects.get().status == Prompt.Status.STARTED


@pytest.mark.django_db(transaction=True)
def test_a_draft_that_meets_its_response_does_not_outlive_it(prompt: Prompt, now: datetime) -> None:
    in_a_crowd(
        prompt,
        [
            lambda mine: submit(mine, ANSWERS, language="en", now=now + MINUTE),
            *[lambda mine: save(mine, *PHONE, now=now + MINUTE)] * 4,
        ],
    )

    assert Response.objects.get().answers == ANSWERS
    assert not Draft.objects.exists()
