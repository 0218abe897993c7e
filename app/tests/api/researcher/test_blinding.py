"""A token without read:arms is told of no arm, nor by the names of schedules."""

from __future__ import annotations

from datetime import datetime

import pytest

from esmpress.studies.models import Scope, Study
from tests.api.researcher.calls import ALL, ask, token_for
from tests.factories import FIXED, make_participant, make_prompt, make_study
from tests.responses.builders import answer

pytestmark = pytest.mark.django_db
THEN = datetime.fromisoformat("2026-01-05T09:00:00+00:00")
BLIND = tuple(scope for scope in ALL if scope != Scope.ARMS)


def two_arms(*, own_phase: bool) -> Study:
    """A study with somebody in one of two arms, whose schedule may be of that arm alone."""
    phase = {"name": "first", "days": 7} | ({"arm": "training"} if own_phase else {})
    study = make_study(
        slug="one",
        arms={"training": 1},
        phases=[phase],
        strata=["clinic"],
        schedules={"moments of training": FIXED | {"phase": "first"}},
    )
    participant = make_participant(study, stratum="clinic")
    answer(make_prompt(participant, scheduled_at=THEN), stress=1)
    return study


def test_arm_and_stratum_are_withheld_and_said_to_be() -> None:
    study = two_arms(own_phase=False)

    blind = ask(token_for(study, BLIND), "/one/participants").json()
    seeing = ask(token_for(study), "/one/participants").json()

    (hidden,), (shown,) = blind["results"], seeing["results"]
    assert blind["withheld"] == ["stratum", "arm", "arms"]
    assert [hidden[name] for name in blind["withheld"]] == [None, None, None]
    assert seeing["withheld"] == []
    assert (shown["arm"], shown["stratum"], len(shown["arms"])) == ("training", "clinic", 1)


@pytest.mark.parametrize("kind", ["prompts", "responses"])
def test_schedules_are_nameless_where_one_is_of_an_arm(kind: str) -> None:
    study = two_arms(own_phase=True)

    blind = ask(token_for(study, BLIND), f"/one/{kind}")
    seeing = ask(token_for(study), f"/one/{kind}").json()

    assert blind.json()["withheld"] == ["schedule"]
    assert "training" not in blind.content.decode()
    assert seeing["results"][0]["schedule"] == "moments of training"


def test_where_no_schedule_is_of_an_arm_they_have_their_names() -> None:
    study = two_arms(own_phase=False)

    found = ask(token_for(study, BLIND), "/one/prompts").json()

    assert found["withheld"] == []
    assert found["results"][0]["schedule"] == "moments of training"


def test_compliance_is_of_people_and_of_no_arm() -> None:
    answered = ask(token_for(two_arms(own_phase=True), BLIND), "/one/compliance")

    assert "training" not in answered.content.decode()
