"""Photos: sent before the response, kept with it, gone without it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from esmpress.prompts import lifecycle
from esmpress.prompts.lifecycle import PromptAnswered, PromptClosed, expire_overdue_prompts
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.answers import InvalidAnswers
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import submit
from esmpress.responses.models import Photo, Response
from esmpress.responses.photos import (
    PhotoTooLarge,
    delete_unused_photos,
    keep_answered,
    take_photo,
)
from tests.factories import make_participant, make_sent_prompt
from tests.responses.builders import definition_of, make_form, participant_with, prompt_at
from tests.responses.pictures import opened, picture, with_place

pytestmark = pytest.mark.django_db
SNAP = {"kind": "photo", "name": "snap"}
PLATE = {"kind": "photo", "name": "plate", "settings": {"max_megabytes": 1}}
MOOD = {"name": "mood"}


def asking(*items: dict[str, Any]) -> Prompt:
    return prompt_at(participant_with(make_form(*items)), 1, 1)


def sent(prompt: Prompt, *, item: str = "", after: int = 1) -> str:
    """The id of a photo sent so many seconds after the prompt's moment."""
    now = prompt.scheduled_at + timedelta(seconds=after)
    return str(take_photo(prompt, picture(), item=item, now=now).pk)


def submitted(prompt: Prompt, **answers: Any) -> Response:
    now = prompt.scheduled_at + timedelta(minutes=2)
    return submit(prompt, answers, language="en", now=now)[0]


def ids() -> set[str]:
    return {str(pk) for pk in Photo.objects.values_list("pk", flat=True)}


def test_a_photo_is_kept_as_it_was_written_anew(now: datetime) -> None:
    prompt = asking(SNAP)

    photo = take_photo(prompt, with_place(), now=now)

    stored = Photo.objects.get()
    assert (stored, stored.item, stored.is_kept) == (photo, "snap", False)
    assert (stored.content_type, stored.created_at, len(stored.sha256)) == ("image/jpeg", now, 64)
    assert not opened(bytes(stored.content)).getexif()


def test_the_photo_an_answer_names_is_kept_and_the_others_are_deleted() -> None:
    prompt = asking(SNAP, MOOD)
    first, second = sent(prompt), sent(prompt, after=2)

    response = submitted(prompt, snap=first, mood=3)

    assert response.answers == {"snap": first, "mood": 3}
    assert ids() == {first} != {second}
    assert Photo.objects.get().is_kept


def test_photos_no_answer_names_are_deleted_with_the_response() -> None:
    prompt = asking(SNAP, MOOD)
    sent(prompt)

    submitted(prompt, mood=3)

    assert ids() == set()


def test_each_item_has_its_own_photos() -> None:
    prompt = asking(SNAP, PLATE)
    snap, plate = sent(prompt, item="snap"), sent(prompt, item="plate")

    with pytest.raises(InvalidAnswers) as refused:
        submitted(prompt, snap=plate, plate=snap)
    response = submitted(prompt, snap=snap, plate=plate)

    assert [(error.item, error.code) for error in refused.value.errors] == [("snap", "wrong_type")]
    assert dict(Photo.objects.values_list("item", "is_kept")) == {"snap": True, "plate": True}
    assert response.answers == {"snap": snap, "plate": plate}


def test_a_page_that_names_no_item_leaves_it_to_the_answers() -> None:
    prompt = asking(SNAP, PLATE)
    one, other = sent(prompt), sent(prompt, after=2)

    submitted(prompt, plate=one, snap=other)

    assert {(str(photo.pk), photo.item) for photo in Photo.objects.all()} == {
        (one, "plate"),
        (other, "snap"),
    }


def test_one_photo_answers_one_item_only() -> None:
    prompt = asking(SNAP, PLATE)
    one = sent(prompt)

    with pytest.raises(InvalidAnswers) as refused:
        submitted(prompt, snap=one, plate=one)

    assert [error.item for error in refused.value.errors] == ["plate"]


def test_a_photo_of_another_prompt_or_none_is_refused_and_nothing_is_stored() -> None:
    prompt = asking(SNAP)
    other = prompt_at(make_participant(prompt.participant.study), 1, 1)
    theirs = sent(other)

    for wrong in (theirs, str(uuid4())):
        with pytest.raises(InvalidAnswers) as refused:
            submitted(prompt, snap=wrong)
        assert [(error.item, error.code) for error in refused.value.errors] == [
            ("snap", "wrong_type")
        ]

    assert not Response.objects.exists()
    assert ids() == {theirs}
    assert Prompt.objects.get(pk=prompt.pk).status == Prompt.Status.SENT


def test_refused_answers_leave_the_photos_for_the_next_try() -> None:
    prompt = asking(SNAP, MOOD)
    one = sent(prompt)

    with pytest.raises(InvalidAnswers):
        submitted(prompt, snap=one, mood="good")
    submitted(prompt, snap=one, mood=3)

    assert ids() == {one}


def test_preferring_not_to_say_names_no_photo() -> None:
    prompt = asking({**SNAP, "can_decline": True})
    sent(prompt)

    submitted(prompt, snap={"missing": "declined"})

    assert ids() == set()


def test_of_an_item_the_latest_three_are_kept_until_the_response() -> None:
    prompt = asking(SNAP, PLATE)
    photos = [sent(prompt, item="snap", after=second) for second in range(1, 6)]
    plate = sent(prompt, item="plate")

    assert ids() == {*photos[2:], plate}


@pytest.mark.parametrize(("item", "megabytes"), [("snap", 3), ("plate", 1), ("", 3)])
def test_a_photo_larger_than_its_item_allows_is_refused(
    item: str, megabytes: int, now: datetime
) -> None:
    content = picture() + b"\0" * (megabytes * 1_000_000)

    with pytest.raises(PhotoTooLarge):
        take_photo(asking(SNAP, PLATE), content, item=item, now=now)

    assert ids() == set()


@pytest.mark.parametrize("item", ["mood", "none", "x" * 1000])
def test_only_items_that_ask_for_photos_take_any(item: str, now: datetime) -> None:
    with pytest.raises(InvalidAnswers) as refused:
        take_photo(asking(SNAP, MOOD), picture(), item=item, now=now)

    assert [(error.item, error.code) for error in refused.value.errors] == [
        (item[:40], "unknown_item")
    ]


def test_a_questionnaire_without_photos_takes_none(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(InvalidAnswers):
        take_photo(prompt, picture(), now=now)


def test_a_photo_is_taken_as_long_as_a_response_can_still_come(now: datetime) -> None:
    prompt = asking(SNAP)
    with pytest.raises(PromptClosed):
        take_photo(prompt, picture(), now=prompt.open_until)
    Prompt.objects.filter(pk=prompt.pk).update(
        status="opened", opened_at=now, finish_until=prompt.open_until
    )
    prompt.refresh_from_db()

    take_photo(prompt, picture(), now=prompt.open_until + timedelta(days=7, seconds=-1))
    with pytest.raises(PromptClosed):
        take_photo(prompt, picture(), now=prompt.open_until + timedelta(days=7))


@pytest.mark.django_db(transaction=True)
def test_a_photo_sent_twice_at_once_under_one_id_is_one_photo() -> None:
    prompt = asking(SNAP)
    mine = uuid4()
    start = Barrier(2)

    def send(_turn: int) -> str:
        theirs = Prompt.objects.get(pk=prompt.pk)
        start.wait()
        try:
            return str(take_photo(theirs, picture(), photo_id=mine, now=prompt.scheduled_at).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crowd:
        outcomes = set(crowd.map(send, range(2)))

    assert outcomes == ids() == {str(mine)}


def test_after_the_response_no_photo_is_taken() -> None:
    prompt = asking(SNAP, MOOD)
    unaware = Prompt.objects.get(pk=prompt.pk)
    submitted(prompt, mood=3)

    for known in (prompt, unaware):
        with pytest.raises(PromptAnswered):
            sent(known)
    assert ids() == set()


@pytest.mark.parametrize("status", ["expired", "cancelled", "not_sent"])
def test_photos_of_prompts_that_ended_without_a_response_are_swept_away(
    status: str, now: datetime
) -> None:
    prompt = asking(SNAP)
    answered = prompt_at(prompt.participant, 1, 2)
    kept = sent(answered)
    submitted(answered, snap=kept)
    sent(prompt)

    assert delete_unused_photos(now=now) == 0
    Prompt.objects.filter(pk=prompt.pk).update(status=status, ended_at=now)

    assert delete_unused_photos(now=now) == 1
    assert ids() == {kept}


def test_an_overdue_prompt_takes_its_photos_along() -> None:
    prompt = asking(SNAP)
    sent(prompt)

    expire_overdue_prompts(now=prompt.open_until + timedelta(hours=1))

    assert delete_unused_photos(now=prompt.open_until) == 1


def test_photos_of_an_opened_prompt_wait_for_a_late_response_and_stay_with_a_partial_one() -> None:
    prompt = asking(SNAP, PLATE)
    lifecycle.mark_opened(prompt, now=prompt.scheduled_at)
    kept, other = sent(prompt, item="snap"), sent(prompt, item="snap")
    change = Change("snap", kept, 0)
    save_draft(prompt, [change], version=1, now=prompt.scheduled_at + timedelta(minutes=1))
    expire_overdue_prompts(now=prompt.open_until + timedelta(hours=1))
    assert prompt.finish_until is not None

    early = delete_unused_photos(now=prompt.finish_until + timedelta(days=6))
    at_the_end = delete_unused_photos(now=prompt.finish_until + timedelta(days=7))

    assert (early, at_the_end) == (0, 1)
    assert ids() == {kept} != {other}
    assert Photo.objects.get().is_kept


def test_who_is_erased_takes_all_photos_along() -> None:
    prompt = asking(SNAP)
    one = sent(prompt)
    submitted(prompt, snap=one)

    prompt.participant.delete()

    assert ids() == set()


def test_answers_without_photos_cost_no_statement(django_assert_num_queries: Any) -> None:
    prompt = asking(MOOD)
    definition = definition_of(prompt)

    with django_assert_num_queries(0):
        keep_answered(prompt, definition, {"mood": 3})


@pytest.mark.django_db(transaction=True)
def test_of_a_photo_and_a_response_at_once_one_waits_for_the_other() -> None:
    prompt = asking(SNAP, MOOD)
    first = sent(prompt)
    start = Barrier(2)

    def act(what: str) -> str:
        mine = Prompt.objects.get(pk=prompt.pk)
        start.wait()
        try:
            if what == "send":
                return sent(mine, after=3)
            return str(submitted(mine, snap=first).answers["snap"])
        except PromptAnswered:
            return "too late"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as crowd:
        outcomes = list(crowd.map(act, ["send", "submit"]))

    assert outcomes[1] == first
    assert ids() == {first}
