"""What is noted with an event, for whom, and what stays of it when somebody is erased."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Event
from typing import Any

import pytest
from django.db import connection, transaction

from esmpress.participants.models import Participant
from esmpress.questionnaires.answers import InvalidAnswers
from esmpress.responses.intake import submit
from esmpress.webhooks.endpoints import delete_endpoint, switch_off
from esmpress.webhooks.models import Delivery, Endpoint, Kind
from esmpress.webhooks.noting import About, note
from esmpress.withdrawal import Level, withdraw
from tests.factories import ANSWERS, LAUNCHED_AT, make_participant, make_sent_prompt, make_study
from tests.webhooks.builders import make_endpoint

pytestmark = pytest.mark.django_db


def noted(**fields: Any) -> list[tuple[str, str, int | None]]:
    rows = Delivery.objects.filter(**fields).order_by("pk")
    return list(rows.values_list("kind", "participant", "prompt"))


def test_a_response_is_noted_once_with_its_prompt(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    make_endpoint(prompt.participant.study)

    submit(prompt, ANSWERS, language="en", now=now)
    submit(prompt, ANSWERS, language="en", now=now)

    assert noted() == [("response.received", "P0001", prompt.pk)]
    assert Delivery.objects.get().due_at == now


def test_a_response_that_is_refused_is_not_noted(now: datetime) -> None:
    prompt, _ = make_sent_prompt()
    make_endpoint(prompt.participant.study)

    with pytest.raises(InvalidAnswers):
        submit(prompt, ANSWERS | {"stress": "much"}, language="en", now=now)

    assert noted() == []


def test_an_enrolment_is_noted() -> None:
    study = make_study()
    make_endpoint(study)

    participant = make_participant(study, now=LAUNCHED_AT)

    assert noted() == [("participant.enrolled", participant.code, None)]


@pytest.mark.parametrize("level", Level)
def test_a_withdrawal_is_noted_at_each_level(level: Level, now: datetime) -> None:
    participant = make_participant()
    make_endpoint(participant.study)

    withdraw(participant, level, now=now)

    assert noted() == [("participant.withdrawn", "P0001", None)]


def test_a_withdrawal_that_goes_further_is_noted_again(now: datetime) -> None:
    participant = make_participant()
    make_endpoint(participant.study)

    for level in (Level.STOP, Level.EXCLUDE):
        withdraw(participant, level, now=now)

    assert len(noted(kind=Kind.WITHDRAWN)) == 2


def test_of_an_erased_participant_the_code_alone_stays(now: datetime) -> None:
    study = make_study()
    make_endpoint(study)
    gone, stays = (answered(study, now=now) for _ in range(2))

    withdraw(gone, Level.ERASE, now=now)

    assert [prompt for _, _, prompt in noted(participant=gone.code)] == [None, None, None]
    assert [kind for kind, _, prompt in noted(participant=stays.code) if prompt] == [Kind.RECEIVED]


def answered(study: Any, *, now: datetime) -> Participant:
    prompt, _ = make_sent_prompt(make_participant(study))
    submit(prompt, ANSWERS, language="en", now=now)
    return prompt.participant


def test_only_endpoints_of_the_study_that_are_on_and_want_it_are_told(now: datetime) -> None:
    study = make_study()
    wants = make_endpoint(study, kinds=[Kind.ENROLLED])
    make_endpoint(study, kinds=[Kind.WITHDRAWN])
    switch_off(make_endpoint(study), now=now)
    make_endpoint()

    note(study.pk, Kind.ENROLLED, About("P0001"), now=now)

    assert [row.endpoint for row in Delivery.objects.all()] == [wants]


def test_what_is_undone_was_not_noted(now: datetime) -> None:
    endpoint = make_endpoint()

    with pytest.raises(RuntimeError), transaction.atomic():
        note(endpoint.study_id, Kind.ENROLLED, About("P0001"), now=now)
        raise RuntimeError

    assert noted() == []


@pytest.mark.django_db(transaction=True)
def test_a_deletion_waits_for_who_is_noting_and_neither_fails(now: datetime) -> None:
    endpoint = make_endpoint()
    is_noted, go_on = Event(), Event()

    def note_slowly() -> None:
        with transaction.atomic():
            note(endpoint.study_id, Kind.ENROLLED, About("P0001"), now=now)
            is_noted.set()
            go_on.wait(10)
        connection.close()

    def delete() -> None:
        delete_endpoint(endpoint)
        connection.close()

    with ThreadPoolExecutor() as pool:
        noting = pool.submit(note_slowly)
        assert is_noted.wait(10)
        deleting = pool.submit(delete)
        with pytest.raises(TimeoutError):
            deleting.result(0.3)
        go_on.set()
        noting.result(10)
        deleting.result(10)

    assert not Endpoint.objects.exists()
    assert noted() == []
