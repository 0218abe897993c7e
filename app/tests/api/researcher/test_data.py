"""What programs are told of participants, prompts and answers."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from tests.api.researcher.calls import ask, rows, token_for
from tests.factories import make_participant, make_prompt, make_study
from tests.responses.builders import answer, make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)


def test_the_study_of_the_token_is_listed_with_its_short_name() -> None:
    study = make_study(slug="affect-week")
    make_study(slug="another")

    found = ask(token_for(study), "").json()["results"]

    assert [one["study"] for one in found] == ["affect-week"]
    assert found[0]["state"] == "running"


def test_a_study_tells_its_design() -> None:
    study = make_study(slug="design", arms={"a": 2, "b": 1}, phases=[{"name": "one", "days": 3}])

    found = ask(token_for(study), "/design").json()

    assert found["arms"] == [{"name": "a", "weight": 2}, {"name": "b", "weight": 1}]
    assert found["phases"] == [{"name": "one", "days": 3, "arm": None}]
    assert [one["kind"] for one in found["schedules"]] == ["fixed"]
    assert [one["versions"][0]["number"] for one in found["questionnaires"]] == [1]


def test_a_participant_is_a_number_and_no_address() -> None:
    participant = make_participant(email="ola@example.org")
    study = participant.study

    answered = ask(token_for(study), f"/{study.slug}/participants")

    (found,) = answered.json()["results"]
    assert (found["participant"], found["status"]) == ("P0001", "enrolled")
    assert (found["time_zone"], found["start_date"]) == ("Europe/Warsaw", "2027-01-11")
    assert "ola@" not in answered.content.decode()


@pytest.mark.parametrize("level", Participant.LEFT_OUT)
def test_whose_answers_are_left_out_is_named_so_that_copies_are_deleted(level: str) -> None:
    participant = participant_with(make_form({"name": "mood"}))
    answer(prompt_at(participant, 1, 1, scheduled_at=LONG_AGO), mood=3)
    Participant.objects.filter(pk=participant.pk).update(
        status="withdrawn", withdrawn_at=LONG_AGO, withdrawal_level=level
    )
    token, slug = token_for(participant.study), participant.study.slug

    (told,) = rows(token, f"/{slug}/participants")

    assert (told["left_out"], told["withdrawal"], told["time_zone"]) == (True, level, None)
    assert rows(token, f"/{slug}/prompts") == rows(token, f"/{slug}/responses") == []


def test_a_prompt_tells_its_instants_in_utc_and_the_zone_beside() -> None:
    participant = make_participant(make_study(slug="one"), time_zone="Asia/Tokyo")
    make_prompt(
        participant,
        scheduled_at=LONG_AGO,
        status=Prompt.Status.NOT_SENT,
        status_reason="late",
        study_day=2,
        beep=3,
    )

    (found,) = rows(token_for(participant.study), "/one/prompts")

    assert found["scheduled_at"] == "2026-01-05T09:00:00Z"
    assert (found["time_zone"], found["day"], found["beep"]) == ("Asia/Tokyo", 2, 3)
    assert (found["status"], found["status_reason"]) == ("not_sent", "late")
    assert (found["participant"], found["schedule"]) == ("P0001", "moments")


def test_prompts_ahead_are_not_told() -> None:
    participant = make_participant(make_study(slug="one"))
    make_prompt(participant, scheduled_at=datetime.now(UTC) + timedelta(minutes=5))
    make_prompt(participant, scheduled_at=datetime.now(UTC) - timedelta(minutes=5))

    assert len(rows(token_for(participant.study), "/one/prompts")) == 1


def test_compliance_is_that_of_cremas() -> None:
    participant = participant_with(make_form({"name": "mood"}), slug="one")
    make_participant(participant.study)
    answer(prompt_at(participant, 1, 1, scheduled_at=LONG_AGO), mood=3)
    prompt_at(participant, 1, 2, scheduled_at=LONG_AGO, status="expired")
    prompt_at(participant, 1, 3, scheduled_at=LONG_AGO, status="cancelled")

    found = ask(token_for(participant.study), "/one/compliance").json()

    first, second = found["results"]
    assert (first["planned"], first["completed"], first["missed"]) == (2, 1, 1)
    assert first["compliance"] == found["total"]["compliance"] == 0.5
    assert (second["participant"], second["compliance"]) == ("P0002", None)


def test_the_arms_somebody_was_in_are_told_with_their_first_days() -> None:
    study = make_study(slug="one", arms={"a": 1, "b": 1})
    participant = make_participant(study)
    drawn = participant.allocations.get()
    other = study.arms.exclude(pk=drawn.arm_id).get()
    participant.allocations.create(
        arm=other,
        origin="changed",
        from_date=date(2027, 1, 13),
        reason="by mistake",
        drawn_at=LONG_AGO,
    )

    (found,) = rows(token_for(study), "/one/participants")

    assert found["arms"] == [
        {"arm": drawn.arm.name, "from_date": None},
        {"arm": other.name, "from_date": "2027-01-13"},
    ]
