from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import transaction
from django.test import Client

from esmpress.delivery.models import Letter, Notification
from esmpress.delivery.portal_mail import mail_link
from esmpress.participants.models import Participant
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.responses import intake
from esmpress.responses.models import Response
from esmpress.withdrawal import AlreadyWithdrawn, Level, withdraw
from tests.api.calls import get, post
from tests.delivery.builders import as_worker, make_notification
from tests.factories import ANSWERS, make_participant, make_sent_prompt

pytestmark = pytest.mark.django_db(transaction=True)


def during(work: Callable[[], object], then: Callable[[], object]) -> None:
    """Do `then` in a thread that begins before the transaction of `work` ends."""
    began = threading.Event()

    def run() -> None:
        began.set()
        then()

    thread = threading.Thread(target=lambda: as_worker(run))
    with transaction.atomic():
        work()
        thread.start()
        began.wait()
        thread.join(timeout=0.3)
    thread.join(timeout=10)
    assert not thread.is_alive()


def erase(participant: Participant, now: datetime) -> int:
    return withdraw(participant, Level.ERASE, now=now)


def test_a_planner_at_work_leaves_nothing_to_the_erased(now: datetime) -> None:
    participant = make_participant()

    during(lambda: plan_study(participant.study, now=now), lambda: erase(participant, now))

    assert not Prompt.objects.exists()


def test_a_response_that_comes_first_is_erased_too(now: datetime) -> None:
    prompt, _ = make_sent_prompt()

    during(
        lambda: intake.submit(prompt, ANSWERS, language="en", now=now),
        lambda: erase(prompt.participant, now),
    )

    assert not Response.objects.exists()
    assert not Prompt.objects.exists()


def test_a_response_that_comes_second_finds_no_link(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt, token = make_sent_prompt()
    lifecycle.mark_opened(prompt, now=now)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    statuses: list[int] = []

    during(
        lambda: erase(prompt.participant, now),
        lambda: statuses.append(
            post(Client(), token, "response", {"answers": ANSWERS}).status_code
        ),
    )

    assert statuses == [404]
    assert not Response.objects.exists()
    assert get(Client(), token).status_code == 404


def test_a_message_that_is_being_settled_holds_up_the_erasure_and_goes_with_it(
    now: datetime,
) -> None:
    message = make_notification()

    def settle() -> None:
        Notification.objects.select_for_update().get(pk=message.pk)
        Prompt.objects.filter(pk=message.prompt_id).update(status="sent", sent_at=now)

    during(settle, lambda: erase(message.prompt.participant, now))

    assert not Notification.objects.exists()
    assert Participant.objects.get().withdrawal_level == Level.ERASE


def test_of_two_withdrawals_at_once_one_is_told(now: datetime) -> None:
    participant = make_participant()
    refused: list[Exception] = []

    def again() -> None:
        try:
            withdraw(participant, Level.FORGET, now=now)
        except AlreadyWithdrawn as error:
            refused.append(error)

    during(lambda: withdraw(participant, Level.FORGET, now=now), again)

    assert len(refused) == 1
    assert Letter.objects.count() == 1


def test_a_link_that_is_mailed_at_the_same_moment_goes_with_the_address(now: datetime) -> None:
    participant = make_participant()

    during(
        lambda: mail_link(participant, now=now),
        lambda: withdraw(participant, Level.FORGET, now=now),
    )

    assert [letter.kind for letter in Letter.objects.all()] == [Letter.Kind.WITHDRAWN]
