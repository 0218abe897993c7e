"""Responses that were sent in time and came late, and what phones claim."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import PromptClosed, expire_overdue_prompts, mark_opened
from esmpress.prompts.models import Prompt
from esmpress.prompts.stopping import withdraw
from esmpress.prompts.versions import OtherVersion
from esmpress.questionnaires.answers import InvalidAnswers
from esmpress.questionnaires.publishing import publish
from esmpress.responses.drafts import Change, save_draft
from esmpress.responses.intake import Sent, submit
from esmpress.responses.models import Draft, Response
from esmpress.responses.moments import moment_of
from esmpress.responses.partial import partial_answers
from esmpress.responses.timings import Timings
from tests.factories import ANSWERS, make_sent_prompt
from tests.responses.builders import definition_of, make_form, participant_with, prompt_at

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# The prompt can be finished until 30 minutes after its opening.
IN_TIME, IN_GRACE, TOO_LATE = 29 * 60_000, 30 * 60_000 + 29_999, 30 * 60_000 + 30_000


@pytest.fixture
def prompt(now: datetime) -> Prompt:
    """A prompt opened at its moment."""
    prompt, _ = make_sent_prompt()
    mark_opened(prompt, now=now)
    return prompt


def sent(prompt: Prompt, ms: int | None, *, now: datetime) -> Response:
    mine = Prompt.objects.get(pk=prompt.pk)
    return submit(mine, ANSWERS, language="en", sent=Sent(ms), now=now)[0]


@pytest.mark.parametrize("is_swept", [True, False])
@pytest.mark.parametrize("ms", [0, IN_TIME, IN_GRACE])
def test_what_was_sent_in_time_is_taken_days_later(
    prompt: Prompt, now: datetime, ms: int, is_swept: bool
) -> None:
    if is_swept:
        expire_overdue_prompts(now=now + HOUR)
    received_at = prompt.open_until + 7 * DAY - MINUTE

    response = sent(prompt, ms, now=received_at)

    prompt.refresh_from_db()
    sent_at = now + timedelta(milliseconds=ms)
    assert (prompt.status, prompt.status_reason) == (Prompt.Status.ANSWERED, "uploaded_late")
    assert prompt.answered_at == prompt.ended_at == response.submitted_at == sent_at
    assert response.received_at == received_at


@pytest.mark.parametrize(
    ("ms", "after"),
    [
        (TOO_LATE, timedelta(0)),
        (IN_TIME, 7 * DAY),
        (None, timedelta(0)),
        (10**18, timedelta(0)),
    ],
)
def test_what_was_sent_too_late_or_comes_too_late_is_not(
    prompt: Prompt, now: datetime, ms: int | None, after: timedelta
) -> None:
    save_draft(prompt, [Change("stress", 5, 0)], version=1, now=now)
    expire_overdue_prompts(now=now + HOUR)

    with pytest.raises(PromptClosed):
        sent(prompt, ms, now=max(prompt.open_until + after, now + HOUR))

    assert Prompt.objects.get().status == Prompt.Status.EXPIRED
    assert Draft.objects.get().answers == {"stress": 5}


@pytest.mark.parametrize("is_swept", [True, False])
@pytest.mark.parametrize("ms", [0, IN_TIME, IN_GRACE])
def test_a_draft_changed_in_time_becomes_a_partial_response_days_later(
    prompt: Prompt, now: datetime, ms: int, is_swept: bool
) -> None:
    if is_swept:
        expire_overdue_prompts(now=now + HOUR)
    changes = [Change("stress", 5, ms), Change("company", 1, TOO_LATE), Change("note", "x")]

    save_draft(prompt, changes, version=1, now=prompt.open_until + 7 * DAY - MINUTE)
    expire_overdue_prompts(now=now + 7 * DAY)

    prompt = Prompt.objects.get()
    assert (prompt.status, prompt.answered_at) == (Prompt.Status.EXPIRED, None)
    assert prompt.started_at == now + timedelta(milliseconds=ms)
    assert partial_answers(prompt) == {"stress": 5}


def test_a_late_draft_changes_nothing_that_was_changed_later(prompt: Prompt, now: datetime) -> None:
    save_draft(prompt, [Change("stress", 5, 30_000)], version=1, now=now + MINUTE)
    expire_overdue_prompts(now=now + HOUR)
    late = [Change("stress", 6, 29_999), Change("company", 1, 40_000)]

    save_draft(prompt, late, version=1, now=now + HOUR)

    assert Draft.objects.get().answers == {"stress": 5, "company": 1}
    assert Prompt.objects.get().started_at == now + timedelta(seconds=30)


@pytest.mark.parametrize(
    ("ms", "after"), [(TOO_LATE, timedelta(0)), (IN_TIME, 7 * DAY), (None, timedelta(0))]
)
def test_a_draft_changed_too_late_or_that_comes_too_late_is_not_kept(
    prompt: Prompt, now: datetime, ms: int | None, after: timedelta
) -> None:
    expire_overdue_prompts(now=now + HOUR)

    with pytest.raises(PromptClosed):
        save_draft(prompt, [Change("stress", 5, ms)], version=1, now=now + HOUR + after)

    assert not Draft.objects.exists()


def test_what_a_late_draft_says_it_measured_ends_with_the_time(
    prompt: Prompt, now: datetime
) -> None:
    timings = Timings.model_validate({"hidden": [[1000, 2000], [10**7, 10**8]]})

    save_draft(prompt, [Change("stress", 5, 0)], version=1, timings=timings, now=now + DAY)

    kept = Draft.objects.get().timings
    assert kept is not None
    assert kept["hidden"] == [[1000, 2000]]


def test_who_has_withdrawn_saves_nothing_any_more(prompt: Prompt, now: datetime) -> None:
    withdraw(Participant.objects.get(), now=now + MINUTE)

    mine = Prompt.objects.get()

    with pytest.raises(PromptClosed) as refused:
        save_draft(mine, [Change("stress", 5, 0)], version=1, now=now + HOUR)

    assert refused.value.reason == "withdrawn"


def test_a_response_takes_the_place_of_a_late_draft(prompt: Prompt, now: datetime) -> None:
    save_draft(prompt, [Change("stress", 5, 0)], version=1, now=now + HOUR)

    sent(prompt, IN_TIME, now=now + DAY)

    assert Prompt.objects.get().status == Prompt.Status.ANSWERED
    assert not Draft.objects.exists()


@pytest.mark.parametrize(("ms", "at"), [(-(10**9), 0), (10**15, 60_000), (30_000, 30_000)])
def test_a_phone_cannot_have_sent_before_the_opening_or_in_the_future(
    prompt: Prompt, now: datetime, ms: int, at: int
) -> None:
    response = sent(prompt, ms, now=now + MINUTE)

    assert response.submitted_at == now + timedelta(milliseconds=at)
    assert Prompt.objects.get().status_reason == ""


def test_a_response_in_the_grace_is_not_late(prompt: Prompt, now: datetime) -> None:
    sent(prompt, IN_TIME, now=prompt.open_until + timedelta(seconds=29))

    assert Prompt.objects.get().status_reason == ""


@pytest.mark.parametrize("status", ["expired", "cancelled", "not_sent"])
def test_what_was_never_opened_takes_nothing_late(status: str, now: datetime) -> None:
    prompt, _ = make_sent_prompt(status=status, ended_at=now + HOUR)

    with pytest.raises(PromptClosed):
        sent(prompt, 0, now=now + HOUR)


def test_who_has_withdrawn_uploads_nothing_any_more(prompt: Prompt, now: datetime) -> None:
    withdraw(Participant.objects.get(), now=now + MINUTE)
    expire_overdue_prompts(now=now + HOUR)

    with pytest.raises(PromptClosed) as refused:
        sent(prompt, 30_000, now=now + HOUR)

    assert refused.value.reason == "withdrawn"
    assert not Response.objects.exists()


def test_a_late_response_of_another_version_is_told_so(prompt: Prompt, now: datetime) -> None:
    questionnaire = prompt.schedule.questionnaire
    questionnaire.draft_items.filter(name="stress").delete()
    publish(questionnaire, now=now, researcher=None)
    expire_overdue_prompts(now=now + HOUR)

    with pytest.raises(OtherVersion):
        submit(prompt, {"company": 1}, language="en", version=2, sent=Sent(0), now=now + HOUR)


def test_bad_answers_that_come_late_leave_the_prompt_as_it_was(
    prompt: Prompt, now: datetime
) -> None:
    expire_overdue_prompts(now=now + HOUR)

    with pytest.raises(InvalidAnswers):
        submit(prompt, {"stress": "much"}, language="en", sent=Sent(0), now=now + HOUR)

    assert Prompt.objects.get().status == Prompt.Status.EXPIRED
    assert sent(prompt, 0, now=now + HOUR).answers == ANSWERS


def test_what_comes_late_does_not_change_what_a_later_prompt_showed(now: datetime) -> None:
    form = make_form({"name": "mood"}, {"name": "why", "show_if": "previous(mood) > 2"})
    participant = participant_with(form)
    first, second = prompt_at(participant, 1, 1), prompt_at(participant, 1, 2)
    mark_opened(first, now=first.scheduled_at)
    mark_opened(second, now=second.scheduled_at)

    submit(first, {"mood": 5}, language="en", sent=Sent(1000), now=second.scheduled_at + MINUTE)

    assert moment_of(second, definition_of(second), now=now).previous == {}
