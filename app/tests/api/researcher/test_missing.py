"""Each item of a response is answered, or it is told why not."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.participants.models import Participant
from esmpress.prompts.arrangements import arrangement_of
from esmpress.questionnaires.models import Questionnaire
from esmpress.responses.models import Draft, Response
from tests.api.researcher.calls import ask, rows, token_for
from tests.responses.builders import answer, definition_of, make_form, participant_with, prompt_at
from tests.responses.test_arranged import rotating

pytestmark = pytest.mark.django_db
THEN = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
BRANCH: tuple[dict[str, Any], ...] = (
    {"kind": "yes_no", "name": "alone"},
    {"name": "people", "show_if": "alone == false"},
    {"name": "mood", "can_decline": True},
    {"name": "last"},
)


def asked(*items: dict[str, Any]) -> Participant:
    return participant_with(make_form(*items), slug="one")


def told(participant: Participant) -> tuple[dict[str, Any], dict[str, Any]]:
    (found,) = rows(token_for(participant.study), "/one/responses")
    return found["answers"], found["missing"]


def partial(
    participant: Participant, answers: dict[str, object], *, beep: int = 1, **fields: Any
) -> Draft:
    """What was kept of a prompt that expired."""
    form: Questionnaire = participant.study.schedules.get().questionnaire
    prompt = prompt_at(
        participant,
        1,
        beep,
        scheduled_at=THEN,
        status="expired",
        opened_at=THEN,
        questionnaire_version=form.latest_version(),
    )
    return Draft.objects.create(
        prompt=prompt, language="en", answers=answers, saved_at=THEN, **fields
    )


def test_what_was_skipped_is_told_from_what_was_hidden() -> None:
    participant = asked(*BRANCH)

    answer(prompt_at(participant, 1, 1), alone=True, last=2)

    assert told(participant) == (
        {"alone": True, "last": 2},
        {"people": "not_asked", "mood": "not_answered"},
    )


def test_who_preferred_not_to_say_has_not_skipped() -> None:
    participant = asked(*BRANCH)

    answer(prompt_at(participant, 1, 1), alone=False, people=1, mood={"missing": "declined"})

    assert told(participant)[1] == {"mood": "declined", "last": "not_answered"}


def test_no_and_nought_are_answers() -> None:
    participant = asked(*BRANCH)

    answer(prompt_at(participant, 1, 1), alone=False, people=0, mood=0, last=0)

    assert told(participant) == ({"alone": False, "people": 0, "mood": 0, "last": 0}, {})


def test_what_is_only_read_is_no_item_and_a_formula_may_come_to_nothing() -> None:
    participant = asked(
        {"kind": "information", "name": "hello"},
        {"name": "mood"},
        {"kind": "computed", "name": "twice", "settings": {"formula": "mood * 2"}},
    )

    answer(prompt_at(participant, 1, 1))

    assert told(participant) == ({}, {"mood": "not_answered", "twice": "not_computed"})


def test_what_a_rotation_left_out_was_not_asked() -> None:
    participant = asked({"name": "mood"}, {"name": "sleep"})
    answer(prompt_at(participant, 1, 1), mood=1)

    Response.objects.update(arrangement={"left_out": ["sleep"]})

    assert told(participant) == ({"mood": 1}, {"sleep": "not_asked"})


def test_of_a_partial_response_what_came_after_the_last_answer_was_not_reached() -> None:
    participant = asked(*BRANCH)

    partial(participant, {"alone": False, "mood": 3})

    assert told(participant) == (
        {"alone": False, "mood": 3},
        {"people": "not_answered", "last": "not_reached"},
    )


@pytest.mark.parametrize(
    "seen",
    [
        {"changed": {"alone": 5, "last": 9}},
        {"page": "last"},
        {"timings": {"items": {"last": [1, None, None, 0]}}},
    ],
)
def test_what_was_touched_or_seen_was_reached(seen: dict[str, Any]) -> None:
    participant = asked(*BRANCH)

    partial(participant, {"alone": True}, **seen)

    assert told(participant)[1] == {
        "people": "not_asked",
        "mood": "not_answered",
        "last": "not_answered",
    }


def test_an_answer_to_what_is_not_shown_any_more_does_not_count() -> None:
    participant = asked(*BRANCH)

    partial(participant, {"alone": True, "people": 4})

    assert told(participant)[0] == {"alone": True}
    assert told(participant)[1]["people"] == "not_asked"


def test_what_was_not_sent_is_no_response_before_the_time_is_over() -> None:
    participant = asked(*BRANCH)
    draft = partial(participant, {"alone": True})

    draft.prompt.status = "started"
    draft.prompt.finish_until = THEN
    draft.prompt.save()

    assert rows(token_for(participant.study), "/one/responses") == []


def test_conditions_on_earlier_answers_are_read_at_once() -> None:
    participant = asked({"name": "mood"}, {"name": "why", "show_if": "previous(mood) > 3"})
    for beep in range(1, 5):
        answer(prompt_at(participant, 1, beep), mood=beep + 1)
    token = token_for(participant.study)
    ask(token, "/one/responses")
    counts, found = [], []

    for limit in (1, 4):
        with CaptureQueriesContext(connection) as made:
            found = ask(token, "/one/responses", limit=limit).json()["results"]
        counts.append(len(made))

    # The first has none before it; 2 and 3 are not more than 3; the fourth had 4 before.
    assert [one["missing"]["why"] for one in found] == [
        *["not_asked"] * 3,
        "not_answered",
    ]
    assert counts[0] == counts[1]


def test_rotations_in_turn_are_counted_at_once() -> None:
    participant = participant_with(rotating("in_turn"), slug="one")
    for beep in (1, 2):
        prompt_at(participant, 1, beep, scheduled_at=THEN + timedelta(minutes=beep - 10))
    draft = partial(participant, {"a": 1}, beep=3)
    arranged = arrangement_of(draft.prompt, definition_of(draft.prompt))
    token = token_for(participant.study)

    (found,) = ask(token, "/one/responses").json()["results"]

    assert {name for name, why in found["missing"].items() if why == "not_asked"} == {
        *arranged.left_out
    }
    assert found["answers"] == {"a": 1}
