from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from esmpress.prompts.lifecycle import PromptClosed, mark_opened
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import OtherVersion
from esmpress.questionnaires.answers import InvalidAnswers
from esmpress.questionnaires.publishing import publish
from esmpress.responses.intake import submit
from esmpress.responses.models import RECEIPT_ALPHABET, Response
from tests.factories import ANSWERS, make_prompt, make_sent_prompt

pytestmark = pytest.mark.django_db


def publish_without_stress(prompt: Prompt, *, now: datetime) -> None:
    """Version 2 of the prompt's questionnaire, one item shorter."""
    questionnaire = prompt.schedule.questionnaire
    questionnaire.draft_items.filter(name="stress").delete()
    publish(questionnaire, now=now, researcher=None)


def test_a_submit_stores_the_answers_and_ends_the_prompt(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    response, is_new = submit(prompt, ANSWERS, language="pl", now=now)

    prompt.refresh_from_db()
    assert is_new
    assert (response.answers, response.language) == (ANSWERS, "pl")
    assert response.submitted_at == prompt.answered_at == now
    assert prompt.status == Prompt.Status.ANSWERED
    assert prompt.questionnaire_version == response.questionnaire_version


def test_a_receipt_can_be_read_aloud(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    response, _ = submit(prompt, ANSWERS, language="en", now=now)

    assert len(response.receipt) == 8
    assert set(response.receipt) <= set(RECEIPT_ALPHABET)


def test_a_second_submit_gets_the_same_receipt_and_changes_nothing(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    first, _ = submit(prompt, ANSWERS, language="en", now=now)

    second, is_new = submit(
        Prompt.objects.get(pk=prompt.pk),
        ANSWERS | {"stress": 1},
        language="pl",
        now=now + timedelta(hours=5),
    )

    assert not is_new
    assert second.receipt == first.receipt
    assert Response.objects.get().answers == ANSWERS


def test_a_second_submit_by_a_page_that_knows_nothing_of_the_first(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    stale = Prompt.objects.get(pk=prompt.pk)
    first, _ = submit(prompt, ANSWERS, language="en", now=now)

    second, is_new = submit(stale, {}, language="en", now=now)

    assert (second, is_new) == (first, False)


@pytest.mark.django_db(transaction=True)
def test_many_submits_at_once_make_one_response_with_one_receipt(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    start = Barrier(5)

    def submit_with_the_others(number: int) -> tuple[str, bool]:
        mine = Prompt.objects.get(pk=prompt.pk)
        start.wait()
        try:
            response, is_new = submit(mine, ANSWERS | {"stress": number}, language="en", now=now)
        finally:
            connection.close()
        return response.receipt, is_new

    with ThreadPoolExecutor(5) as crowd:
        outcomes = list(crowd.map(submit_with_the_others, range(5)))

    assert len({receipt for receipt, _ in outcomes}) == 1
    assert [is_new for _, is_new in outcomes].count(True) == 1
    assert Response.objects.count() == 1


def test_bad_answers_store_nothing_and_the_good_ones_can_follow(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(InvalidAnswers):
        submit(prompt, ANSWERS | {"stress": "much"}, language="en", now=now)

    assert not Response.objects.exists()
    assert prompt.status == Prompt.objects.get().status == Prompt.Status.SENT
    assert submit(prompt, ANSWERS, language="en", now=now)[1]


def test_a_closed_prompt_takes_nothing(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(PromptClosed):
        submit(prompt, ANSWERS, language="en", now=prompt.open_until)

    assert not Response.objects.exists()


def test_a_closed_prompt_is_closed_whatever_the_answers_are(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(PromptClosed):
        submit(prompt, {"unknown": 1}, language="en", now=prompt.open_until)


@pytest.mark.parametrize("status", ["cancelled", "expired", "not_sent"])
def test_an_ended_prompt_takes_nothing(status: str, now: datetime) -> None:
    prompt = make_prompt(status=status, ended_at=now)

    with pytest.raises(PromptClosed):
        submit(prompt, ANSWERS, language="en", now=now)

    assert not Response.objects.exists()


def test_answers_are_stored_under_the_version_the_participant_saw(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    publish_without_stress(prompt, now=now)

    response, _ = submit(prompt, ANSWERS, language="en", version=1, now=now)

    assert response.questionnaire_version.number == 1
    assert response.answers["stress"] == 63


def test_answers_to_another_version_than_the_one_opened_are_refused(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    unaware = Prompt.objects.get(pk=prompt.pk)
    mark_opened(prompt, now=now)
    publish_without_stress(prompt, now=now)

    with pytest.raises(OtherVersion):
        submit(unaware, {"company": 1}, language="en", version=2, now=now)

    assert not Response.objects.exists()
    assert Prompt.objects.get().status == Prompt.Status.OPENED


def test_a_version_nobody_published_is_refused(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(OtherVersion):
        submit(prompt, ANSWERS, language="en", version=2, now=now)


def test_a_closed_prompt_is_closed_whatever_the_version_is(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    publish_without_stress(prompt, now=now)

    with pytest.raises(PromptClosed):
        submit(prompt, ANSWERS, language="en", version=2, now=now + timedelta(hours=1))


def test_a_version_published_meanwhile_does_not_change_what_was_opened(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    publish_without_stress(prompt, now=now)

    response, _ = submit(prompt, ANSWERS, language="en", now=now)

    assert response.questionnaire_version.number == 1
    assert response.answers["stress"] == 63


def test_a_language_the_study_lacks_becomes_the_participants(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    response, _ = submit(prompt, ANSWERS, language="xx", now=now)

    assert response.language == "en"
