"""What holds of every questionnaire and whatever is answered."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.questionnaires.arranging import Arrangement, arrange
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.effort import estimate_seconds
from esmpress.questionnaires.items import Computed
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.logic.expression import PUBLISHED
from esmpress.questionnaires.names import cells, column_names
from esmpress.questionnaires.reached import answers_to_shown, walk
from esmpress.simulation.answer_kinds import answer_at
from tests.questionnaires.answer_strategies import JUNK, answers_to, scopes
from tests.questionnaires.strategies import definitions

SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck))
DATA = st.data()


@given(definitions())
@SLOW
def test_a_definition_is_read_again_as_it_was_with_the_same_hash(asked: Definition) -> None:
    stored = json.loads(json.dumps(asked.model_dump(mode="json"), sort_keys=True))

    as_draft = Definition.model_validate(stored)
    as_version = Definition.model_validate(stored, context=PUBLISHED)

    assert as_draft == as_version == asked
    assert as_draft.content_hash() == as_version.content_hash() == asked.content_hash()


@given(definitions(), DATA)
@SLOW
def test_whatever_is_answered_is_kept_or_refused_item_by_item(
    asked: Definition, data: st.DataObject
) -> None:
    answers: dict[str, Any] = data.draw(answers_to(asked)) | data.draw(
        st.dictionaries(st.text(max_size=3), JUNK, max_size=1)
    )
    moment = Scope(**data.draw(scopes(asked)))
    arrangement = arrange(asked, seed=data.draw(st.binary(max_size=2)), turn=0)

    try:
        kept = check_answers(asked, answers, moment=moment, arrangement=arrangement)
    except InvalidAnswers as refused:
        assert all(error.detail.endswith(".") for error in refused.errors)
        assert len({error.item for error in refused.errors}) == len(refused.errors)
        assert json.dumps([error.item for error in refused.errors])
    else:
        _check_kept(asked, kept, moment, arrangement)


def _check_kept(
    asked: Definition, kept: dict[str, Any], moment: Scope, arrangement: Arrangement
) -> None:
    """Kept answers are stored as they are, fill their columns, and would be kept again."""
    stored = json.loads(json.dumps(kept, allow_nan=False))
    given_again = {
        item.name: stored[item.name]
        for item in asked.items
        if item.name in stored and not isinstance(item, Computed)
    }
    again = check_answers(asked, given_again, moment=moment, arrangement=arrangement)
    assert json.dumps(again) == json.dumps(kept)
    for item in asked.items:
        assert set(cells(item, stored.get(item.name))) == set(column_names(item))


@given(definitions(), DATA)
@SLOW
def test_who_answers_what_is_shown_gets_through(asked: Definition, data: st.DataObject) -> None:
    everything = {
        item.name: answer
        for item in asked.items
        if (answer := answer_at(item, data.draw(st.floats(-3, 3)))) is not None
    }
    moment = Scope(**data.draw(scopes(asked)))
    arrangement = arrange(asked, seed=data.draw(st.binary(max_size=2)), turn=1)

    shown = answers_to_shown(asked, everything, moment=moment, arrangement=arrangement)
    way = walk(asked, shown, moment=moment, arrangement=arrangement)
    photos = {item.name for item in way.shown if item.kind == "photo" and item.required}
    try:
        kept = check_answers(asked, shown, moment=moment, arrangement=arrangement)
    except InvalidAnswers as refused:
        # Of photos a simulation has none.
        assert {error.item for error in refused.errors} == photos
    else:
        assert kept == shown | way.computed


@given(definitions(), DATA)
@SLOW
def test_a_way_shows_each_item_once_and_none_that_is_left_out(
    asked: Definition, data: st.DataObject
) -> None:
    arrangement = arrange(
        asked, seed=data.draw(st.binary(max_size=4)), turn=data.draw(st.integers(0, 5))
    )
    scope = Scope(**data.draw(scopes(asked)))

    way = walk(asked, data.draw(answers_to(asked)), moment=scope, arrangement=arrangement)

    names = [item.name for item in way.shown]
    assert len(set(names)) == len(names)
    assert not set(names) & set(arrangement.left_out)
    assert way.answers.keys() <= {*names, *way.computed}


@given(definitions())
@SLOW
def test_filling_in_takes_some_time(asked: Definition) -> None:
    assert 10 < estimate_seconds(asked) < 3600
