"""How events go out: signed, until they are taken, and by one worker at a time."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_django import Settings
from standardwebhooks import Webhook, WebhookVerificationError

from esmpress.webhooks.claiming import LEASE, claim_next
from esmpress.webhooks.endpoints import replace_secret, switch_off
from esmpress.webhooks.models import TEST, Delivery, Endpoint
from esmpress.webhooks.posting import Answer
from esmpress.webhooks.recording import record
from esmpress.webhooks.sending import keep_sending, send, send_events
from esmpress.webhooks.waits import MOST_ATTEMPTS
from tests.doubles.webhook_receiver import Receiver
from tests.webhooks.builders import make_delivery, make_endpoint

pytestmark = pytest.mark.django_db
State, Failure = Delivery.State, Delivery.Failure


@pytest.fixture
def endpoint(receiver: Receiver) -> Endpoint:
    """One that leads to the receiver."""
    return make_endpoint(url=receiver.url)


def fresh(delivery: Delivery) -> Delivery:
    return Delivery.objects.select_related("endpoint").get(pk=delivery.pk)


def test_an_event_is_posted_with_what_happened_and_no_more(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    delivery = make_delivery(endpoint, now=now)

    assert send_events(now=now) == 1

    assert json.loads(receiver.requests[0].body) == {
        "id": str(delivery.public_id),
        "type": "response.received",
        "created_at": "2027-01-11T09:00:00Z",
        "study": endpoint.study.slug,
        "participant": "P0001",
        "prompt": 4711,
    }
    kept = fresh(delivery)
    assert (kept.state, kept.status_code, kept.ended_at) == (State.TAKEN, 204, now)


def test_what_comes_is_what_a_receiver_library_takes(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    make_delivery(endpoint, now=timezone.now())

    send_events(now=timezone.now())

    [request] = receiver.requests
    Webhook(endpoint.secret).verify(request.body, request.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(endpoint.secret).verify(request.body + b" ", request.headers)


def test_while_a_secret_is_replaced_both_can_check(endpoint: Endpoint, receiver: Receiver) -> None:
    now, before = timezone.now(), endpoint.secret
    after = replace_secret(endpoint, now=now)
    make_delivery(endpoint, now=now)

    send_events(now=now)

    [request] = receiver.requests
    for secret in (before, after):
        Webhook(secret).verify(request.body, request.headers)


def test_a_day_after_it_was_replaced_a_secret_signs_nothing(
    endpoint: Endpoint, receiver: Receiver
) -> None:
    now, before = timezone.now(), endpoint.secret
    after = replace_secret(endpoint, now=now - timedelta(days=1))
    make_delivery(endpoint, now=now)

    send_events(now=now)

    [request] = receiver.requests
    Webhook(after).verify(request.body, request.headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(before).verify(request.body, request.headers)


def test_what_is_not_taken_is_sent_again_under_the_same_id(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    receiver.orders.codes = [500, 200]
    delivery = make_delivery(endpoint, now=now)

    assert send_events(now=now) == 0
    kept = fresh(delivery)
    assert (kept.state, kept.status_code, kept.failure) == (State.WAITING, 500, Failure.ANSWER)
    assert kept.endpoint.failing_since == now
    assert send_events(now=now + timedelta(seconds=4)) == 0
    assert send_events(now=now + timedelta(seconds=6)) == 1

    first, second = receiver.requests
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == str(delivery.public_id)
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 6
    assert fresh(delivery).endpoint.failing_since is None


def test_after_three_days_it_is_given_up(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    receiver.orders.codes = [500]
    delivery = make_delivery(endpoint, now=now)

    while fresh(delivery).state == State.WAITING:
        send_events(now=fresh(delivery).due_at)

    kept = fresh(delivery)
    assert (kept.state, kept.attempts) == (State.GIVEN_UP, MOST_ATTEMPTS)
    assert len(receiver.requests) == MOST_ATTEMPTS
    assert timedelta(days=3) < (kept.ended_at or now) - now < timedelta(days=3.6)


def test_a_receiver_that_is_gone_is_switched_off(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    receiver.orders.codes = [410]
    gone, waiting = make_delivery(endpoint, now=now), make_delivery(endpoint, now=now)

    send_events(now=now)
    send_events(now=now)

    endpoint.refresh_from_db()
    assert (endpoint.off_at, endpoint.off_reason) == (now, Endpoint.Off.GONE)
    assert fresh(gone).status_code == 410
    assert (fresh(waiting).state, fresh(waiting).failure) == (State.GIVEN_UP, Failure.OFF)
    assert len(receiver.requests) == 1


@pytest.mark.parametrize(("days", "is_off"), [(4.9, False), (5, True)])
def test_after_five_days_of_failures_it_is_switched_off(
    endpoint: Endpoint, receiver: Receiver, days: float, is_off: bool, now: datetime
) -> None:
    receiver.orders.codes = [503]
    for at in (now, now + timedelta(days=days)):
        make_delivery(endpoint, now=at, kind=TEST)
        send_events(now=at)

    endpoint.refresh_from_db()
    assert (endpoint.off_reason == Endpoint.Off.FAILING) is is_off


def test_what_was_taken_in_between_counts(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    receiver.orders.codes = [503, 200, 503]
    for day in (0, 3, 6):
        make_delivery(endpoint, now=now + timedelta(days=day), kind=TEST)
        send_events(now=now + timedelta(days=day))

    endpoint.refresh_from_db()
    assert endpoint.off_at is None
    assert endpoint.failing_since == now + timedelta(days=6)


def test_a_test_is_sent_once(endpoint: Endpoint, receiver: Receiver, now: datetime) -> None:
    receiver.orders.codes = [500]
    delivery = make_delivery(endpoint, now=now, kind=TEST)

    send_events(now=now)

    assert fresh(delivery).state == State.GIVEN_UP


def test_one_that_fails_gets_one_event_in_a_tick_and_holds_up_nobody(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    failing = make_endpoint(url="https://10.0.0.1/")
    early = [make_delivery(failing, now=now - timedelta(minutes=1)) for _ in range(3)]
    late = [make_delivery(endpoint, now=now) for _ in range(3)]

    send_events(now=now)

    assert [fresh(one).attempts for one in early] == [1, 0, 0]
    assert {fresh(one).state for one in late} == {State.TAKEN}


def test_who_failed_before_comes_last(endpoint: Endpoint, receiver: Receiver) -> None:
    now = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
    failing = make_endpoint(failing_since=now, url="https://10.0.0.1/")
    make_delivery(failing, now=now - timedelta(hours=1))
    first = make_delivery(endpoint, now=now)

    assert claim_next(tried=(), now=now) == first


def test_a_tick_begins_nothing_new_when_its_time_is_over(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    for _ in range(3):
        make_delivery(endpoint, now=now)
    instants = iter(now + timedelta(seconds=second) for second in range(0, 100, 3))

    keep_sending(clock=lambda: next(instants))

    assert len(receiver.requests) == 1


def test_a_worker_that_dies_leaves_its_event_to_the_next(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    delivery = make_delivery(endpoint, now=now)
    claimed = claim_next(tried=(), now=now)
    assert claimed is not None
    send(claimed, now=now)

    assert send_events(now=now + LEASE - timedelta(seconds=1)) == 0
    assert send_events(now=now + LEASE) == 1

    assert {one.headers["webhook-id"] for one in receiver.requests} == {str(delivery.public_id)}
    assert len(receiver.requests) == 2


def test_what_breaks_every_worker_off_is_given_up(endpoint: Endpoint, now: datetime) -> None:
    delivery = make_delivery(endpoint, now=now, attempts=MOST_ATTEMPTS)

    send_events(now=now)

    assert (fresh(delivery).state, fresh(delivery).failure) == (
        State.GIVEN_UP,
        Failure.BROKEN_OFF,
    )


def test_an_endpoint_deleted_while_it_is_posted_to_breaks_nothing(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    make_delivery(endpoint, now=now)
    claimed = claim_next(tried=(), now=now)
    assert claimed is not None
    Endpoint.objects.get().delete()

    assert send(claimed, now=now).is_taken
    assert send_events(now=now) == 0


def test_a_late_failure_does_not_undo_that_another_worker_was_answered(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    delivery = make_delivery(endpoint, now=now)
    slow = claim_next(tried=(), now=now)
    assert slow is not None
    send_events(now=now + LEASE)

    record(slow, Answer(500), now=now + LEASE)

    assert fresh(delivery).state == State.TAKEN


def test_a_late_failure_does_not_put_off_what_another_worker_has(
    endpoint: Endpoint, now: datetime
) -> None:
    make_delivery(endpoint, now=now)
    slow, other = (claim_next(tried=(), now=at) for at in (now, now + LEASE))
    assert slow is not None
    assert other is not None

    record(slow, Answer(500), now=now + LEASE)

    assert (fresh(other).due_at, fresh(other).failure) == (now + LEASE * 2, "")


def test_a_late_failure_does_not_change_what_was_given_up(
    endpoint: Endpoint, now: datetime
) -> None:
    make_delivery(endpoint, now=now)
    slow = claim_next(tried=(), now=now)
    assert slow is not None
    switch_off(endpoint, now=now)
    send_events(now=now + LEASE)

    record(slow, Answer(500), now=now + LEASE)

    assert (fresh(slow).state, fresh(slow).failure) == (State.GIVEN_UP, Failure.OFF)


def test_a_missing_key_is_waited_for(
    endpoint: Endpoint, receiver: Receiver, settings: Settings, now: datetime
) -> None:
    delivery = make_delivery(endpoint, now=now)
    settings.VAULT_KEYS = {2: b"\x33" * 32}

    send_events(now=now)

    assert (fresh(delivery).state, fresh(delivery).failure) == (State.WAITING, Failure.KEY)
    assert receiver.requests == []


def test_nothing_is_sent_to_one_that_is_off(
    endpoint: Endpoint, receiver: Receiver, now: datetime
) -> None:
    delivery = make_delivery(endpoint, now=now)
    switch_off(endpoint, now=now)

    send_events(now=now)

    assert receiver.requests == []
    assert fresh(delivery).failure == Failure.OFF


@pytest.mark.django_db(transaction=True)
def test_what_another_worker_is_just_claiming_is_passed_over(now: datetime) -> None:
    first, second = (make_delivery(now=now) for _ in range(2))
    is_held, go_on = Event(), Event()

    def claim_slowly() -> Delivery | None:
        with transaction.atomic():
            claimed = claim_next(tried=(), now=now)
            is_held.set()
            go_on.wait(10)
        connection.close()
        return claimed

    def claim() -> Delivery | None:
        try:
            return claim_next(tried=(), now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        slow = pool.submit(claim_slowly)
        assert is_held.wait(10)
        quick = pool.submit(claim)
        try:
            assert quick.result(3) == second
        finally:
            go_on.set()
        assert slow.result(10) == first


@pytest.mark.django_db(transaction=True)
def test_two_workers_never_send_one_event_twice(receiver: Receiver, now: datetime) -> None:
    endpoint, barrier = make_endpoint(url=receiver.url), Barrier(3)
    for _ in range(12):
        make_delivery(endpoint, now=now)

    def work() -> int:
        barrier.wait(10)
        try:
            return send_events(now=now)
        finally:
            connection.close()

    with ThreadPoolExecutor() as pool:
        taken = sum(one.result(20) for one in [pool.submit(work) for _ in range(3)])

    assert taken == len(receiver.requests) == 12
    assert len({one.headers["webhook-id"] for one in receiver.requests}) == 12
