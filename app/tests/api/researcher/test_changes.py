"""Whoever asks what changed since the last time hears of all, whenever it was committed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection

from esmpress.export.horizon import horizon
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Draft
from esmpress.studies.models import Study
from tests.api.researcher.calls import ask, rows, token_for
from tests.factories import make_participant, make_prompt, make_study
from tests.responses.builders import make_form, participant_with, prompt_at

THEN = datetime.fromisoformat("2026-01-05T09:00:00+00:00")


@contextmanager
def another_connection() -> Iterator[psycopg.Connection[Any]]:
    """Another process at work in the same database."""
    with psycopg.connect(**connection.get_connection_params() | {"autocommit": True}) as made:
        yield made


@pytest.fixture
def study(transactional_db: None) -> Study:
    return make_study(slug="one")


def test_a_change_that_is_committed_late_is_told_the_next_time(study: Study) -> None:
    prompt, token = make_prompt(make_participant(study), scheduled_at=THEN), token_for(study)
    with another_connection() as other, other.transaction():
        other.execute("UPDATE prompts_prompt SET status = 'cancelled'")
        # Asked after the change was made, and before anybody can see it.
        first = ask(token, "/one/prompts").json()
        again = ask(token, "/one/prompts", updated_since=first["as_of"]).json()

    (told,) = rows(token, "/one/prompts", updated_since=again["as_of"])

    assert first["results"][0]["status"] == "planned"
    assert (told["prompt"], told["status"]) == (prompt.pk, "cancelled")


def test_a_transaction_that_has_begun_and_written_nothing_yet_counts(study: Study) -> None:
    prompt, token = make_prompt(make_participant(study), scheduled_at=THEN), token_for(study)
    with another_connection() as other, other.transaction():
        began = other.execute("SELECT now()").fetchone()
        as_of, now = horizon()
        other.execute("UPDATE prompts_prompt SET status = 'cancelled'")

    assert began is not None
    # Not five seconds before the look at the clock, which would be enough for a short one only.
    assert as_of == began[0] - timedelta(seconds=5)
    assert began[0] < now
    assert Prompt.objects.get(pk=prompt.pk).changed_at >= as_of
    assert rows(token, "/one/prompts", updated_since=as_of.isoformat())[0]["status"] == "cancelled"


@pytest.mark.django_db
def test_what_has_not_changed_is_not_told_again() -> None:
    participant = participant_with(make_form({"name": "mood"}), slug="one")
    prompt_at(participant, 1, 1, scheduled_at=THEN)
    token = token_for(participant.study)
    _set_back("prompts_prompt", "participants_participant")

    for kind in ("participants", "prompts", "responses"):
        assert rows(token, f"/one/{kind}", updated_since="2026-06-01T00:00:00+02:00") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("column", "value"),
    [("status", "opened"), ("status_reason", "late"), ("sent_at", THEN), ("ended_at", THEN)],
)
def test_a_change_of_a_prompt_is_told(column: str, value: object) -> None:
    prompt = make_prompt(make_participant(make_study(slug="one")), scheduled_at=THEN)
    Prompt.objects.update(opened_at=THEN, finish_until=THEN)
    _set_back("prompts_prompt")

    Prompt.objects.filter(pk=prompt.pk).update(**{column: value})

    assert len(_new(prompt.participant.study, "prompts")) == 1


@pytest.mark.django_db
def test_a_new_link_of_a_prompt_is_no_change() -> None:
    prompt = make_prompt(make_participant(make_study(slug="one")), scheduled_at=THEN)
    _set_back("prompts_prompt")

    Prompt.objects.filter(pk=prompt.pk).update(token_hash=b"1" * 32)

    assert _new(prompt.participant.study, "prompts") == []


@pytest.mark.django_db
def test_a_change_of_a_participant_is_told_and_planning_is_none() -> None:
    participant = make_participant(make_study(slug="one"))
    _set_back("participants_participant")

    Participant.objects.update(planned_through=THEN.date())
    planned = _new(participant.study, "participants")
    Participant.objects.update(time_zone="Asia/Tokyo")

    assert planned == []
    assert [one["time_zone"] for one in _new(participant.study, "participants")] == ["Asia/Tokyo"]


@pytest.mark.django_db
def test_answers_that_a_phone_brings_after_the_time_are_told() -> None:
    participant = participant_with(make_form({"name": "mood"}), slug="one")
    form = participant.study.schedules.get().questionnaire
    prompt = prompt_at(
        participant,
        1,
        1,
        scheduled_at=THEN,
        status="expired",
        opened_at=THEN,
        questionnaire_version=form.latest_version(),
    )
    Draft.objects.create(prompt=prompt, language="en", answers={"mood": 1}, saved_at=THEN)
    _set_back("prompts_prompt", "responses_draft")
    before = _new(participant.study, "responses")

    Draft.objects.update(answers={"mood": 2})

    (told,) = _new(participant.study, "responses")
    assert before == []
    assert (told["answers"], told["completeness"]) == ({"mood": 2}, "partial")


def _new(study: Study, kind: str) -> list[dict[str, Any]]:
    """What is told of the time since the rows were set back."""
    return rows(token_for(study), f"/one/{kind}", updated_since="2026-06-01T00:00:00Z")


def _set_back(*tables: str) -> None:
    """As if nothing had happened for long."""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"UPDATE {table} SET changed_at = '2026-01-06'")
