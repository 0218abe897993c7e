from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError

from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import version_to_show
from tests.factories import LAUNCHED_AT, make_prompt, make_sent_prompt

pytestmark = pytest.mark.django_db

Status = Prompt.Status


def test_opening_freezes_the_version_and_gives_time_to_finish(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    lifecycle.mark_opened(prompt, now=now + timedelta(minutes=25))

    assert prompt.status == Status.OPENED
    assert prompt.finish_until == now + timedelta(minutes=40)
    assert prompt.questionnaire_version == prompt.schedule.questionnaire.latest_version()


def test_opening_early_never_shortens_the_time_that_was_promised(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    lifecycle.mark_opened(prompt, now=now)

    assert prompt.finish_until == prompt.open_until


def test_opening_twice_changes_nothing(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now)

    lifecycle.mark_opened(prompt, now=now + timedelta(minutes=5))

    assert prompt.opened_at == now


def test_a_prompt_can_be_opened_until_just_before_its_window_ends(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    lifecycle.mark_opened(prompt, now=prompt.open_until - timedelta(microseconds=1))

    assert prompt.status == Status.OPENED


def test_a_prompt_cannot_be_opened_at_the_end_of_its_window() -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(lifecycle.PromptClosed):
        lifecycle.mark_opened(prompt, now=prompt.open_until)

    assert prompt.status == Status.SENT


def test_a_prompt_cannot_be_opened_before_its_moment(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(lifecycle.PromptClosed):
        lifecycle.mark_opened(prompt, now=now - timedelta(seconds=1))


def test_starting_needs_an_opened_prompt_and_happens_once(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    with pytest.raises(lifecycle.PromptNotOpened):
        lifecycle.mark_started(prompt, at=now, now=now)
    lifecycle.mark_opened(prompt, now=now)

    lifecycle.mark_started(prompt, at=now + timedelta(seconds=3), now=now + timedelta(seconds=4))
    lifecycle.mark_started(prompt, at=now + timedelta(seconds=9), now=now + timedelta(seconds=9))

    assert prompt.status == Status.STARTED
    assert prompt.started_at == now + timedelta(seconds=3)


def test_starting_what_was_never_opened_is_closed_once_the_time_is_over(
    now: datetime,
) -> None:
    prompt, _ = make_sent_prompt()

    with pytest.raises(lifecycle.PromptClosed):
        lifecycle.mark_started(prompt, at=now, now=prompt.open_until)


def test_an_opened_prompt_can_be_answered_after_its_window_while_time_to_finish_is_left(
    now: datetime,
) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now + timedelta(minutes=29))
    version = version_to_show(prompt)

    lifecycle.mark_answered(prompt, version=version, now=now + timedelta(minutes=43))

    assert prompt.status == Status.ANSWERED
    assert prompt.answered_at == now + timedelta(minutes=43)


def test_a_response_on_its_way_as_the_time_ends_still_counts(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now + timedelta(minutes=29))
    in_grace = now + timedelta(minutes=44, seconds=29)

    expired = lifecycle.expire_overdue_prompts(now=in_grace)
    lifecycle.mark_answered(prompt, version=version_to_show(prompt), now=in_grace)

    assert (expired, prompt.status) == (0, Status.ANSWERED)
    assert prompt.finish_until == now + timedelta(minutes=44)


def test_an_opened_prompt_cannot_be_answered_when_the_grace_is_over(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now + timedelta(minutes=29))
    version = version_to_show(prompt)

    with pytest.raises(lifecycle.PromptClosed):
        lifecycle.mark_answered(
            prompt, version=version, now=now + timedelta(minutes=44, seconds=30)
        )


def test_what_was_never_opened_has_no_grace() -> None:
    prompt, _ = make_sent_prompt()
    version = version_to_show(prompt)

    with pytest.raises(lifecycle.PromptClosed):
        lifecycle.mark_answered(prompt, version=version, now=prompt.open_until)


def test_a_message_noted_as_sent_late_does_not_undo_an_opening(now: datetime) -> None:
    prompt = make_prompt()
    lifecycle.mark_opened(prompt, now=now)

    lifecycle.mark_sent([prompt.pk], now=now)

    prompt.refresh_from_db()
    assert (prompt.status, prompt.sent_at) == (Status.OPENED, now)


def test_expire_closes_a_sent_prompt_at_the_end_of_its_window() -> None:
    prompt, _ = make_sent_prompt()

    expired = lifecycle.expire_overdue_prompts(now=prompt.open_until)

    prompt.refresh_from_db()
    assert (expired, prompt.status, prompt.ended_at) == (1, Status.EXPIRED, prompt.open_until)


def test_expire_leaves_a_prompt_alone_before_the_end_of_its_window() -> None:
    prompt, _ = make_sent_prompt()

    expired = lifecycle.expire_overdue_prompts(now=prompt.open_until - timedelta(seconds=1))

    assert expired == 0


def test_expire_waits_for_who_has_begun(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now + timedelta(minutes=29))

    too_early = lifecycle.expire_overdue_prompts(now=now + timedelta(minutes=44, seconds=29))
    in_time = lifecycle.expire_overdue_prompts(now=now + timedelta(minutes=44, seconds=30))

    assert (too_early, in_time) == (0, 1)


def test_a_prompt_nobody_was_invited_to_ends_as_not_sent() -> None:
    prompt = make_prompt()

    lifecycle.expire_overdue_prompts(now=prompt.open_until)

    prompt.refresh_from_db()
    assert (prompt.status, prompt.status_reason) == (Status.NOT_SENT, "late")


def test_an_answered_prompt_never_expires(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    version = version_to_show(prompt)
    lifecycle.mark_answered(prompt, version=version, now=now)

    expired = lifecycle.expire_overdue_prompts(now=now + timedelta(days=1))

    assert expired == 0


def test_cancelling_spares_who_has_begun(now: datetime) -> None:
    opened, _ = make_sent_prompt()
    lifecycle.mark_opened(opened, now=now)
    waiting = make_prompt(opened.participant)

    cancelled = lifecycle.cancel_prompts(Prompt.objects.all(), reason="withdrawn", now=now)

    opened.refresh_from_db()
    waiting.refresh_from_db()
    assert cancelled == 1
    assert (opened.status, waiting.status) == (Status.OPENED, Status.CANCELLED)
    assert waiting.status_reason == "withdrawn"


def test_the_database_refuses_a_window_that_ends_before_it_begins() -> None:
    with pytest.raises(IntegrityError, match="prompt_closes_after_scheduled"):
        make_prompt(open_until=LAUNCHED_AT)


def test_an_invitation_that_went_out_after_all_makes_a_prompt_missed_and_not_unsent() -> None:
    prompt = make_prompt()
    lifecycle.expire_overdue_prompts(now=prompt.open_until)

    lifecycle.mark_sent([prompt.pk], now=prompt.scheduled_at, certain=False)

    prompt.refresh_from_db()
    assert (prompt.status, prompt.status_reason) == (Status.EXPIRED, "uncertain")
    assert prompt.sent_at == prompt.scheduled_at


def test_an_answer_ends_the_doubt_about_the_invitation(now: datetime) -> None:
    prompt, _ = make_sent_prompt(status_reason="uncertain")
    version = version_to_show(prompt)

    lifecycle.mark_answered(prompt, version=version, now=now)

    assert prompt.status_reason == ""
