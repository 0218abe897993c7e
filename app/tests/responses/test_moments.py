"""What the conditions of a prompt know of its moment and of earlier answers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.responses.intake import submit
from esmpress.responses.moments import moment_of
from tests.factories import FIXED, make_participant, make_schedule
from tests.responses.builders import answer, definition_of, make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
DECLINED = {"missing": "declined"}


def form_asking(condition: str) -> Questionnaire:
    return make_form({"name": "stress"}, {"name": "calm"}, {"name": "why", "show_if": condition})


def seen(prompt: Prompt, *, after: timedelta = timedelta(minutes=1)) -> Scope:
    return moment_of(prompt, definition_of(prompt), now=prompt.scheduled_at + after)


def test_where_nothing_is_asked_of_before_nothing_is_looked_up(
    django_assert_num_queries: Any,
) -> None:
    prompt = prompt_at(participant_with(form_asking("stress > day + beep")), 3, 2)
    definition = definition_of(prompt)

    with django_assert_num_queries(0):
        moment = moment_of(prompt, definition, now=prompt.scheduled_at)

    assert moment == Scope(day=3, beep=2)


def test_previous_answers_are_those_of_the_latest_answered_prompt() -> None:
    somebody = participant_with(form_asking("previous(stress) > 5"))
    answer(prompt_at(somebody, 1, 1), stress=1, calm=1)
    answer(prompt_at(somebody, 1, 2), stress=2, calm=2)
    prompt_at(somebody, 1, 3)

    moment = seen(prompt_at(somebody, 1, 4))

    assert (moment.previous, moment.earlier) == ({"stress": 2}, {})


def test_an_answer_the_latest_prompt_lacks_is_missing_whatever_came_before() -> None:
    somebody = participant_with(form_asking("previous(stress) > 5"))
    answer(prompt_at(somebody, 1, 1), stress=1)
    answer(prompt_at(somebody, 1, 2), calm=2)

    assert seen(prompt_at(somebody, 1, 3)).previous == {}


def test_the_first_prompt_has_none_before_it() -> None:
    prompt = prompt_at(participant_with(form_asking("previous(stress) > 5")), 1, 1)

    assert seen(prompt) == Scope(day=1, beep=1)


def test_earlier_answers_are_found_by_day_and_beep() -> None:
    somebody = participant_with(
        form_asking(
            "earlier(stress, day - 1, 1) + earlier(calm, day, beep - 1) > earlier(stress, 9, 9)"
        )
    )
    answer(prompt_at(somebody, 1, 1), stress=DECLINED, calm=1)
    answer(prompt_at(somebody, 2, 1), stress=2, calm=2)
    answer(prompt_at(somebody, 2, 2), stress=3, calm=3)

    moment = seen(prompt_at(somebody, 2, 3))

    assert moment.earlier == {"stress@1.1": DECLINED, "calm@2.2": 3}
    assert moment.previous == {}


@pytest.mark.parametrize(
    "moment",
    ["day + 1, 1", "day, beep", "0, 1", "0 - day, 1", "day + 100000, 1", "1, 999999999999999"],
)
def test_what_has_not_been_yet_or_never_is_has_no_answers(moment: str) -> None:
    somebody = participant_with(form_asking(f"earlier(stress, {moment}) > 5"))
    prompt = prompt_at(somebody, 1, 1)
    answer(prompt_at(somebody, 2, 1), stress=2)

    assert seen(prompt).earlier == {}


def test_answers_that_came_after_the_prompt_was_opened_do_not_count() -> None:
    somebody = participant_with(form_asking("previous(stress) > 5 or earlier(stress, day, 1) > 5"))
    late = prompt_at(somebody, 1, 1)
    prompt = prompt_at(somebody, 1, 2)
    opened = prompt.scheduled_at + timedelta(minutes=2)
    Prompt.objects.filter(pk=prompt.pk).update(opened_at=opened)
    prompt.refresh_from_db()

    answer(late, after=opened - late.scheduled_at, stress=1)

    assert seen(prompt, after=timedelta(minutes=9)) == Scope(day=1, beep=2)


def test_answers_to_prompts_that_come_later_do_not_count() -> None:
    somebody = participant_with(form_asking("previous(stress) > 5"))
    prompt = prompt_at(somebody, 1, 1)
    answer(prompt_at(somebody, 1, 2), after=timedelta(minutes=-59), stress=1)

    assert seen(prompt, after=timedelta(minutes=20)).previous == {}


def test_answers_of_others_never_count() -> None:
    form = form_asking("previous(stress) > 5 or earlier(stress, 1, 1) > 5")
    somebody = participant_with(form)
    other = make_participant(somebody.study)
    answer(prompt_at(other, 1, 1), stress=9)

    assert seen(prompt_at(somebody, 1, 2)) == Scope(day=1, beep=2)


def test_answers_to_another_questionnaire_never_count() -> None:
    form = form_asking("previous(stress) > 5 or earlier(stress, 1, 1) > 5")
    somebody = participant_with(form)
    other = make_schedule(
        somebody.study, name="other", questionnaire=make_form({"name": "stress"}, slug="other")
    )
    answer(prompt_at(somebody, 1, 1, schedule=other), stress=9)

    assert seen(prompt_at(somebody, 1, 2)) == Scope(day=1, beep=2)


def test_previous_answers_may_be_to_another_schedule_and_earlier_ones_may_not() -> None:
    form = form_asking("previous(stress) > 5 or earlier(stress, 1, 1) > 5")
    somebody = participant_with(form, schedules={"moments": FIXED})
    evening = make_schedule(somebody.study, name="evening", questionnaire=form)
    answer(prompt_at(somebody, 1, 1, schedule=evening), stress=9)

    assert seen(prompt_at(somebody, 1, 2)) == Scope(day=1, beep=2, previous={"stress": 9})


def test_answers_to_an_older_version_count() -> None:
    form = form_asking("previous(stress) > 5")
    somebody = participant_with(form)
    answer(prompt_at(somebody, 1, 1), stress=7)
    form.draft_items.filter(name="calm").delete()
    publish(form, now=somebody.enrolled_at, researcher=None)

    assert seen(prompt_at(somebody, 1, 2)).previous == {"stress": 7}


def test_what_a_text_asks_of_before_is_looked_up_too() -> None:
    form = make_form({"name": "stress", "text": {"en": "It was {previous(stress)}.", "pl": "Ile?"}})
    somebody = participant_with(form)
    answer(prompt_at(somebody, 1, 1), stress=7)

    assert seen(prompt_at(somebody, 1, 2)).previous == {"stress": 7}


def test_earlier_answers_of_many_moments_are_read_at_once(django_assert_num_queries: Any) -> None:
    asked = " + ".join(f"earlier(stress, {day}, 1)" for day in range(1, 6))
    somebody = participant_with(form_asking(f"{asked} > previous(calm)"))
    for day in range(1, 6):
        answer(prompt_at(somebody, day, 1), stress=day, calm=0)
    prompt = prompt_at(somebody, 6, 1)
    definition = definition_of(prompt)

    with django_assert_num_queries(2):
        moment = moment_of(prompt, definition, now=prompt.scheduled_at)

    assert moment.earlier == {f"stress@{day}.1": day for day in range(1, 6)}


def test_a_response_is_checked_with_what_the_prompt_knew() -> None:
    somebody = participant_with(form_asking("previous(stress) > 5"))
    answer(prompt_at(somebody, 1, 1), stress=7)
    prompt = prompt_at(somebody, 1, 2)

    response, _ = submit(prompt, {"stress": 1, "why": 2}, language="en", now=prompt.scheduled_at)

    assert response.answers == {"stress": 1, "why": 2}
