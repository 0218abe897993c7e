"""The arrangement of a prompt: shown, kept with its response, and the same each time."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.participants.models import Participant
from esmpress.prompts.arrangements import arrangement_of
from esmpress.questionnaires.answers import InvalidAnswers
from esmpress.questionnaires.arranging import AS_DEFINED, Arrangement
from esmpress.questionnaires.models import DraftRotation, Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.responses.intake import submit
from esmpress.responses.models import Response
from tests.factories import LAUNCHED_AT, make_participant
from tests.responses.builders import BOTH, definition_of, make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
NAMES = ("a", "b", "c", "d", "e")


def rotating(method: str, *, show: int = 2) -> Questionnaire:
    form = Questionnaire.objects.create(name="form", slug="form", title=BOTH)
    DraftRotation.objects.create(questionnaire=form, name="some", show=show, method=method)
    for name in NAMES:
        form.add_item(kind="number", name=name, text=BOTH, rotation="some")
    publish(form, now=LAUNCHED_AT, researcher=None)
    return form


def shuffled() -> Questionnaire:
    form = make_form(*({"name": name} for name in NAMES))
    form.draft_pages.update(shuffle=True)
    publish(form, now=LAUNCHED_AT, researcher=None)
    return form


def arranged(somebody: Participant, day: int, beep: int, **fields: Any) -> Arrangement:
    prompt = prompt_at(somebody, day, beep, **fields)
    first, second = (arrangement_of(prompt, definition_of(prompt)) for _ in range(2))
    assert first == second
    return first


def test_a_questionnaire_in_one_order_costs_nothing(django_assert_num_queries: Any) -> None:
    prompt = prompt_at(participant_with(make_form({"name": "a"})), 1, 1)
    definition = definition_of(prompt)

    with django_assert_num_queries(0):
        assert arrangement_of(prompt, definition) is AS_DEFINED


def test_prompts_and_participants_get_orders_of_their_own() -> None:
    somebody = participant_with(shuffled())
    other = make_participant(somebody.study)

    orders = {
        arranged(one, day, 1).items["page_1"] for one in (somebody, other) for day in range(1, 8)
    }

    assert len(orders) > 10


def test_a_rotation_in_turn_goes_through_all_items_prompt_by_prompt() -> None:
    somebody = participant_with(rotating("in_turn"))

    left_out = [arranged(somebody, 1, beep).left_out for beep in range(1, 6)]

    assert [sorted(set(NAMES) - set(one)) for one in left_out] == [
        ["a", "b"],
        ["c", "d"],
        ["a", "e"],
        ["b", "c"],
        ["d", "e"],
    ]


def test_a_missed_or_cancelled_prompt_takes_its_turn_too() -> None:
    somebody = participant_with(rotating("in_turn"))
    prompt_at(somebody, 1, 1, status="expired", ended_at=LAUNCHED_AT)

    assert arranged(somebody, 1, 2).left_out == ("a", "b", "e")


def test_turns_of_one_participant_have_nothing_to_do_with_anothers() -> None:
    somebody = participant_with(rotating("in_turn"))
    prompt_at(somebody, 1, 1)

    assert arranged(make_participant(somebody.study), 1, 2).left_out == ("c", "d", "e")


def test_a_prompt_planned_later_does_not_change_a_turn() -> None:
    somebody = participant_with(rotating("in_turn"))
    first = arranged(somebody, 1, 1)
    prompt_at(somebody, 1, 2)

    prompt = somebody.prompts.earliest("scheduled_at")

    assert arrangement_of(prompt, definition_of(prompt)) == first


def test_the_arrangement_is_kept_with_the_response() -> None:
    prompt = prompt_at(participant_with(rotating("random")), 1, 1)
    arrangement = arrangement_of(prompt, definition_of(prompt))
    asked = [name for name in NAMES if name not in arrangement.left_out]

    submit(prompt, dict.fromkeys(asked, 1), language="en", now=prompt.scheduled_at)

    stored = Response.objects.get()
    assert stored.answers == dict.fromkeys(asked, 1)
    assert Arrangement.model_validate(stored.arrangement) == arrangement


def test_a_response_to_one_order_keeps_no_arrangement() -> None:
    prompt = prompt_at(participant_with(make_form({"name": "a"})), 1, 1)

    submit(prompt, {"a": 1}, language="en", now=prompt.scheduled_at)

    assert Response.objects.get().arrangement is None


def test_what_was_left_out_cannot_be_answered() -> None:
    prompt = prompt_at(participant_with(rotating("in_turn", show=4)), 1, 1)

    with pytest.raises(InvalidAnswers) as refused:
        submit(prompt, dict.fromkeys(NAMES, 1), language="en", now=prompt.scheduled_at)

    assert [(error.item, error.code) for error in refused.value.errors] == [("e", "not_shown")]
    assert not Response.objects.exists()
