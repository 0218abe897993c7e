"""Rows come a page at a time, each once, whatever happens meanwhile; bad questions are refused."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.api.researcher.calls import ask, rows, token_for
from tests.factories import make_participant, make_prompt, make_study
from tests.responses.builders import answer, make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
THEN = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
EVERY = ("participants", "prompts", "responses", "compliance")


def filled(people: int, prompts: int) -> Study:
    """A study in which everybody answered all prompts."""
    first = participant_with(make_form({"name": "mood"}), slug="one")
    others = [make_participant(first.study) for _ in range(people - 1)]
    for one in (first, *others):
        for beep in range(1, prompts + 1):
            at = THEN + timedelta(hours=beep)
            answer(prompt_at(one, 1, beep, scheduled_at=at), mood=beep)
    return first.study


@pytest.mark.parametrize("kind", EVERY)
@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_all_pages_hold_every_row_once(kind: str, limit: int) -> None:
    token = token_for(filled(3, 2))

    found = rows(token, f"/one/{kind}", limit=limit)

    whole = rows(token, f"/one/{kind}")
    assert found == whole
    assert len(found) == (3 if kind in ("participants", "compliance") else 6)


def test_rows_of_another_study_are_in_no_page() -> None:
    study = filled(1, 1)
    make_prompt(make_participant(), scheduled_at=THEN)

    assert len(rows(token_for(study), "/one/prompts")) == 1


@pytest.mark.parametrize("kind", EVERY)
def test_the_number_of_statements_does_not_grow_with_the_rows(kind: str) -> None:
    token = token_for(filled(4, 3))
    ask(token, f"/one/{kind}")
    counts = []

    for limit in (1, 3):
        with CaptureQueriesContext(connection) as few:
            assert len(ask(token, f"/one/{kind}", limit=limit).json()["results"]) == limit
        counts.append(len(few))

    most = {"participants": 5, "prompts": 4, "responses": 5, "compliance": 9}
    assert counts[0] == counts[1] == most[kind]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"limit": "0"}, "limit: a whole number from 1 to 1000."),
        ({"limit": "1001"}, "limit: a whole number from 1 to 1000."),
        ({"limit": "ten"}, "limit: a whole number from 1 to 1000."),
        ({"limit": "١"}, "limit: a whole number from 1 to 1000."),
        ({"updated_since": "yesterday"}, "updated_since: an instant with its offset"),
        ({"updated_since": "2027-01-11T09:00:00"}, "updated_since: an instant with its offset"),
        ({"updated_since": "2027-13-11T09:00:00Z"}, "updated_since: an instant with its offset"),
        ({"updated_since": "1768000000"}, "updated_since: an instant with its offset"),
        ({"updated_sinse": "2027-01-11T09:00:00Z"}, "The query takes limit and cursor and"),
        ({"limit": ["1", "2"]}, "limit: give it once."),
    ],
)
def test_a_bad_question_is_refused_with_a_sentence(query: dict[str, Any], sentence: str) -> None:
    found = ask(token_for(make_study(slug="one")), "/one/prompts", **query)

    assert found.status_code == 400
    assert found.json()["detail"].startswith(sentence)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        None,
        {"a": 1},
        ["2027-01-11T09:00:00+00:00"] * 5,
        ["2027-01-11T09:00:00", "2027-01-11T09:00:00", None, 1, 1],
        ["2027-01-11T09:00:00+00:00", "2027-01-11T09:00:00+00:00", None, -1, 1],
        ["2027-01-11T09:00:00+00:00", "2027-01-11T09:00:00+00:00", None, 2**63, 1],
        ["2027-01-11T09:00:00+00:00", "2027-01-11T09:00:00+00:00", None, 1.5, 1],
        [1, 2, 3, 4, 5],
    ],
)
def test_a_forged_cursor_is_refused(parts: object) -> None:
    text = base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()

    found = ask(token_for(make_study(slug="one")), "/one/prompts", cursor=text)

    assert found.status_code == 404


@pytest.mark.parametrize("text", ["", "%%%", "żółw", "abc", base64.b64encode(b"[" * 99_999)])
def test_what_is_no_cursor_leads_to_no_page(text: str) -> None:
    found = ask(token_for(make_study(slug="one")), "/one/prompts", cursor=text)

    assert found.status_code == 404
    assert found.json()["detail"].startswith("cursor: no page was ever said to begin there.")


def test_a_row_that_comes_while_pages_are_read_is_in_this_copy_or_the_next() -> None:
    study = filled(2, 2)
    token, first_of_all = token_for(study), Participant.objects.earliest("pk")
    # The last of them is of the second participant already.
    page = ask(token, "/one/prompts", limit=3).json()
    late = make_prompt(first_of_all, scheduled_at=THEN)

    rest = ask(token, "/one/prompts", cursor=page["next_cursor"]).json()["results"]
    later = ask(token, "/one/prompts", updated_since=page["as_of"]).json()["results"]

    assert late.pk not in {one["prompt"] for one in page["results"] + rest}
    assert late.pk in {one["prompt"] for one in later}


def test_as_of_stays_that_of_the_first_page() -> None:
    token = token_for(filled(2, 2))
    page = ask(token, "/one/prompts", limit=1).json()

    while page["next_cursor"]:
        following = ask(token, "/one/prompts", limit=1, cursor=page["next_cursor"]).json()
        assert following["as_of"] == page["as_of"]
        page = following


def test_a_prompt_that_became_due_is_told_although_its_row_did_not_change() -> None:
    study = filled(1, 1)
    token, now = token_for(study), datetime.now(UTC)
    Prompt.objects.update(scheduled_at=now - timedelta(minutes=1), open_until=now)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE prompts_prompt SET changed_at = '2026-01-01'")

    before = (now - timedelta(minutes=2)).isoformat().replace("+00:00", "Z")
    after = now.isoformat().replace("+00:00", "Z")

    assert len(rows(token, "/one/prompts", updated_since=before)) == 1
    assert rows(token, "/one/prompts", updated_since=after) == []
