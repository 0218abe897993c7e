from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import cancel_prompts, expire_overdue_prompts
from esmpress.prompts.models import Prompt
from esmpress.responses.models import Draft
from tests.api.calls import PROMPT, get, post, put
from tests.api.conftest import Later
from tests.factories import ANSWERS, make_study

pytestmark = pytest.mark.django_db

TIMINGS: dict[str, Any] = {
    "items": {"stress": [900, 2100, 4000, 3], "company": [900, None, None, 0]},
    "pages": {"page_1": [0, 5000]},
    "hidden": [[2500, 3000]],
    "device": "phone",
}


def changes(*given: tuple[str, object, int | None], **fields: object) -> dict[str, object]:
    """A body: each change as item, answer and milliseconds."""
    listed = [{"item": item, "answer": answer, "at": at} for item, answer, at in given]
    return {"questionnaire_version": 1, "changes": listed, **fields}


@pytest.fixture
def opened(client: Client, token: str) -> str:
    """The link of a prompt opened five minutes after its moment, a minute ago."""
    post(client, token, "open")
    return token


def test_what_is_saved_comes_back_to_every_device(
    client: Client, opened: str, later: Later
) -> None:
    later(timedelta(minutes=6))

    saved = put(
        client,
        opened,
        changes(("stress", 40, 2100), page="page_1", language="pl", timings=TIMINGS),
    )

    shown = get(client, opened).json()
    assert saved.status_code == 200
    assert shown["opened_at"] == "2027-01-11T09:05:00Z"
    assert shown["draft"] == {
        "answers": {"stress": 40},
        "changed": {"stress": 2100},
        "page": "page_1",
        "timings": TIMINGS,
        "saved_at": "2027-01-11T09:06:00Z",
    }
    assert saved.json() == {**shown["draft"], "refused": []}


def test_a_page_that_saved_nothing_has_an_empty_draft(client: Client, opened: str) -> None:
    assert get(client, opened).json()["draft"] == {
        "answers": {},
        "changed": {},
        "page": None,
        "timings": None,
        "saved_at": None,
    }


def test_good_changes_are_kept_although_others_are_refused(client: Client, opened: str) -> None:
    saved = put(
        client, opened, changes(("stress", 40, 0), ("company", 9, 0), ("x" * 50, 1, 0))
    ).json()

    assert saved["answers"] == {"stress": 40}
    assert [(one["item"], one["code"]) for one in saved["refused"]] == [
        ("company", "not_an_option"),
        ("x" * 40, "unknown_item"),
    ]


def test_what_the_study_cannot_say_is_kept_in_the_participants_language(
    client: Client, opened: str
) -> None:
    put(client, opened, changes(language="xx"))

    assert Draft.objects.get().language == "en"


def test_the_draft_goes_with_the_response(client: Client, opened: str) -> None:
    put(client, opened, changes(("stress", 40, 0)))

    post(client, opened, "response", {"answers": ANSWERS})

    assert not Draft.objects.exists()
    refused = put(client, opened, changes(("stress", 41, 5)))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/already-answered")


def test_answers_that_do_not_fit_leave_the_draft(client: Client, opened: str) -> None:
    put(client, opened, changes(("stress", 40, 0)))

    refused = post(client, opened, "response", {"answers": {"stress": "much"}})

    assert refused.status_code == 422
    assert Draft.objects.get().answers == {"stress": 40}


def test_a_prompt_nobody_opened_has_no_draft(client: Client, token: str) -> None:
    refused = put(client, token, changes(("stress", 40, 0)))

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-opened")
    assert not Draft.objects.exists()


@pytest.mark.parametrize("version", [2, 99])
def test_a_draft_of_another_version_is_refused(client: Client, opened: str, version: int) -> None:
    refused = put(client, opened, changes(("stress", 40, 0)) | {"questionnaire_version": version})

    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/other-version")


def test_the_last_save_may_come_in_the_grace_and_no_later(
    client: Client, opened: str, later: Later
) -> None:
    later(timedelta(minutes=30, seconds=29))
    in_time = put(client, opened, changes(("stress", 40, 0)))
    later(timedelta(minutes=30, seconds=30))

    too_late = put(client, opened, changes(("stress", 41, None)))

    assert (in_time.status_code, too_late.status_code) == (200, 410)
    assert too_late.json()["reason"] == "partial"
    assert Draft.objects.get().answers == {"stress": 40}


@pytest.mark.parametrize("is_swept", [True, False])
def test_a_draft_that_waited_for_a_network_is_kept_as_a_partial_response(
    client: Client, opened: str, later: Later, *, is_swept: bool
) -> None:
    later(timedelta(days=5))
    if is_swept:
        expire_overdue_prompts(now=Prompt.objects.get().open_until + timedelta(hours=1))
    body = changes(("stress", 40, 60_000), ("company", 1, None), timings=TIMINGS)

    answers = [put(client, opened, body) for _ in range(2)]

    told = {(one.status_code, one.json()["type"], one.json()["reason"]) for one in answers}
    assert told == {(410, "/problems/closed", "partial")}
    draft = Draft.objects.get()
    assert (draft.answers, draft.changed) == ({"stress": 40}, {"stress": 60_000})
    assert get(client, opened).json()["reason"] == "partial"


def test_what_was_changed_after_the_time_was_over_is_not_kept(
    client: Client, opened: str, later: Later
) -> None:
    later(timedelta(days=5))

    refused = put(client, opened, changes(("stress", 40, 31 * 60_000), ("company", 1, None)))

    assert (refused.status_code, refused.json()["reason"]) == (410, "expired")
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("given", "reason", "is_swept"),
    [
        ([("stress", 40, 0)], "partial", False),
        ([("stress", 40, 0)], "partial", True),
        ([], "expired", False),
        ([("stress", None, 0)], "expired", True),
    ],
)
def test_a_closed_page_tells_whether_answers_are_kept(
    client: Client, opened: str, later: Later, *, given: Any, reason: str, is_swept: bool
) -> None:
    put(client, opened, changes(*given))
    later(timedelta(hours=2))
    if is_swept:
        expire_overdue_prompts(now=Prompt.objects.get().open_until + timedelta(hours=1))

    page = get(client, opened).json()
    refused = post(client, opened, "response", {"answers": ANSWERS})

    assert (page["state"], page["reason"]) == ("closed", reason)
    assert (refused.status_code, refused.json()["reason"]) == (410, reason)


@pytest.mark.parametrize(
    ("status_reason", "reason"),
    [
        ("paused", "paused"),
        ("withdrawn", "withdrawn"),
        ("study_ended", "study_ended"),
        ("arm_changed", "cancelled"),
    ],
)
def test_a_cancelled_prompt_tells_why(
    client: Client, token: str, status_reason: str, reason: str
) -> None:
    cancel_prompts(Prompt.objects.all(), reason=status_reason, now=Prompt.objects.get().open_until)

    assert get(client, token).json()["reason"] == reason
    assert post(client, token, "open").json()["reason"] == reason


def test_a_participant_sees_nothing_of_anothers_draft(client: Client, opened: str) -> None:
    put(client, opened, changes(("stress", 40, 0)))

    assert get(client, "A" * 32).status_code == 404
    assert make_study() and Participant.objects.count() == 1
    assert put(client, "A" * 32, changes(("stress", 1, 0))).status_code == 404


NONSENSE: list[Any] = [
    "[]",
    "{",
    '{"changes": []}',
    '{"questionnaire_version": 1}',
    '{"questionnaire_version": "1", "changes": []}',
    '{"questionnaire_version": 1, "changes": {}}',
    '{"questionnaire_version": 1, "changes": [1]}',
    '{"questionnaire_version": 1, "changes": [{"item": 1, "answer": 2}]}',
    '{"questionnaire_version": 1, "changes": [{"item": "stress"}]}',
    '{"questionnaire_version": 1, "changes": [{"item": "stress", "answer": 2, "at": "1"}]}',
    '{"questionnaire_version": 1, "changes": [{"item": "stress", "answer": 2, "at": true}]}',
    '{"questionnaire_version": 1, "changes": [{"item": "stress", "answer": 2, "at": NaN}]}',
    '{"questionnaire_version": 1, "changes": [{"item": "stress", "answer": 2, "x": 1}]}',
    '{"questionnaire_version": 1, "changes": [], "page": 1}',
    '{"questionnaire_version": 1, "changes": [], "language": "sehr lang"}',
    '{"questionnaire_version": 1, "changes": [' + "[" * 100_000,
    changes(*[("stress", 1, 0)] * 401),
]


@pytest.mark.parametrize("body", NONSENSE, ids=range(len(NONSENSE)))
def test_a_malformed_body_is_refused_and_nothing_is_lost(
    client: Client, opened: str, body: Any
) -> None:
    put(client, opened, changes(("stress", 40, 0)))

    refused = put(client, opened, body)

    assert refused.status_code == 400
    assert refused["Content-Type"] == "application/problem+json"
    assert Draft.objects.get().answers == {"stress": 40}


@pytest.mark.parametrize(
    ("at", "kept"), [(-5, 0), (10**30, 60_000), (1234.9, 1234), (1e300, 60_000)]
)
def test_a_time_that_cannot_be_is_brought_into_the_prompts_own(
    client: Client, opened: str, later: Later, at: Any, kept: int
) -> None:
    later(timedelta(minutes=6))

    assert put(client, opened, changes(("stress", 40, at))).json()["changed"] == {"stress": kept}


@pytest.mark.parametrize(
    "timings",
    [1, "x", [], {"items": 1}, {"items": {"stress": [1]}, "hidden": "x"}, {"device": "spaceship"}],
)
def test_nonsense_about_timings_costs_no_answer(
    client: Client, opened: str, timings: object
) -> None:
    saved = put(client, opened, changes(("stress", 40, 0), timings=timings))

    assert (saved.status_code, saved.json()["answers"]) == (200, {"stress": 40})
    assert (
        post(client, opened, "response", {"answers": ANSWERS, "timings": timings}).status_code
        == 201
    )


def test_a_body_that_is_too_large_or_of_another_type_is_refused(
    client: Client, opened: str
) -> None:
    headers = {"authorization": f"Bearer {opened}"}

    large = put(client, opened, "x" * 10_000_000)
    other = client.put(f"{PROMPT}/draft", "a=1", content_type="text/plain", headers=headers)

    assert (large.status_code, other.status_code) == (400, 415)
    assert {one["Content-Type"] for one in (large, other)} == {"application/problem+json"}
