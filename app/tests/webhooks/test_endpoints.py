"""What researchers do with endpoints, and what is kept of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.core.exceptions import ValidationError
from django.db import connection

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study
from esmpress.webhooks.endpoints import (
    MOST_ENDPOINTS,
    add_endpoint,
    delete_endpoint,
    replace_secret,
    send_again,
    send_test,
    switch_off,
    switch_on,
)
from esmpress.webhooks.figures import Figures, figures
from esmpress.webhooks.models import TEST, Delivery, Endpoint
from esmpress.webhooks.purging import delete_old_events
from esmpress.webhooks.waits import MOST_ATTEMPTS, wait_after
from tests.factories import make_member, make_study
from tests.webhooks.builders import URL, make_delivery, make_endpoint

pytestmark = pytest.mark.django_db
State = Delivery.State


@pytest.fixture
def owner() -> Researcher:
    return make_member(make_study())


def add(study: Study, owner: Researcher, *, now: datetime, url: str = URL) -> tuple[Endpoint, str]:
    kinds = ["participant.withdrawn", "response.received"]
    return add_endpoint(study, name="Lab", url=url, kinds=kinds, made_by=owner, now=now)


def test_a_secret_is_not_kept_as_it_is(owner: Researcher, now: datetime) -> None:
    made, secret = add(make_study(), owner, now=now)

    with connection.cursor() as cursor:
        cursor.execute("SELECT row::text FROM webhooks_endpoint AS row")
        [[row]] = cursor.fetchall()
    assert made.secret == secret
    assert secret.startswith("whsec_")
    assert secret.encode().hex() not in row
    assert secret not in row


def test_a_secret_opens_in_no_other_row(owner: Researcher, now: datetime) -> None:
    study = make_study()
    (one, _), (other, _) = (add(study, owner, now=now) for _ in range(2))
    Endpoint.objects.filter(pk=one.pk).update(sealed_secret=other.sealed_secret)

    with pytest.raises(InvalidTag):
        _ = Endpoint.objects.get(pk=one.pk).secret


def test_an_address_inside_a_network_is_refused(owner: Researcher, now: datetime) -> None:
    with pytest.raises(ValidationError, match="private network"):
        add(make_study(), owner, now=now, url="https://169.254.169.254/")

    assert not Endpoint.objects.exists()


def test_a_study_has_no_more_than_five(owner: Researcher, now: datetime) -> None:
    study = make_study()
    for _ in range(MOST_ENDPOINTS):
        add(study, owner, now=now)

    with pytest.raises(ValidationError, match="5 endpoints at most"):
        add(study, owner, now=now)


def test_a_replaced_secret_is_kept_for_a_day(now: datetime) -> None:
    endpoint = make_endpoint()
    before = endpoint.secret
    after = replace_secret(endpoint, now=now)

    delete_old_events(now=now + timedelta(hours=23))
    endpoint.refresh_from_db()
    assert (endpoint.old_secret, endpoint.secret) == (before, after)

    assert delete_old_events(now=now + timedelta(hours=24)) == 1
    endpoint.refresh_from_db()
    assert (endpoint.old_secret, endpoint.secret) == (None, after)


def test_off_and_on_again(now: datetime) -> None:
    endpoint = make_endpoint(failing_since=now)

    assert (switch_on(endpoint), switch_off(endpoint, now=now)) == (False, True)
    assert (switch_off(endpoint, now=now), switch_on(endpoint)) == (False, True)

    endpoint.refresh_from_db()
    assert (endpoint.off_at, endpoint.off_reason, endpoint.failing_since) == (None, "", None)


def test_deleting_takes_along_what_it_was_told(now: datetime) -> None:
    endpoint = make_endpoint()
    make_delivery(endpoint, now=now)
    kept = make_delivery(now=now)

    delete_endpoint(endpoint)

    assert list(Delivery.objects.all()) == [kept]


def test_what_is_over_can_be_sent_again_under_its_id(now: datetime) -> None:
    over: dict[str, Any] = {
        "state": State.GIVEN_UP,
        "ended_at": now,
        "attempts": 10,
        "failure": "timeout",
    }
    delivery = make_delivery(now=now, **over)
    later = now + timedelta(days=1)

    assert send_again(delivery.endpoint, delivery.pk, now=later)
    assert not send_again(delivery.endpoint, delivery.pk, now=later)
    assert not send_again(make_endpoint(), delivery.pk, now=later)

    again = Delivery.objects.get()
    assert (again.state, again.due_at, again.attempts) == (State.WAITING, later, 0)
    assert again.public_id == delivery.public_id


def test_a_test_names_nobody(now: datetime) -> None:
    made = send_test(make_endpoint(), now=now)

    assert (made.kind, made.participant, made.prompt, made.due_at) == (TEST, "", None, now)


def test_events_are_deleted_after_thirty_days(now: datetime) -> None:
    make_delivery(now=now - timedelta(days=30, seconds=1))
    young = make_delivery(now=now - timedelta(days=30))

    assert delete_old_events(now=now) == 1
    assert list(Delivery.objects.all()) == [young]


def test_the_figures_tell_what_waits_and_what_was_lost(now: datetime) -> None:
    make_delivery(now=now)
    make_delivery(now=now, failure="timeout")
    for age in (1, 25):
        make_delivery(now=now, state=State.GIVEN_UP, ended_at=now - timedelta(hours=age))
    make_endpoint(off_at=now, off_reason="failing")
    make_endpoint(off_at=now, off_reason="by_hand")

    assert figures(now=now) == Figures(waiting=2, retried=1, given_up=1, endpoints_off=1)


def test_waits_grow_and_end_after_three_days() -> None:
    waits = [wait_after(attempts, draw=lambda: 0.0) for attempts in range(1, MOST_ATTEMPTS + 1)]

    lengths = [wait for wait in waits if wait is not None]
    assert waits[-1] is None
    assert lengths == sorted(lengths)
    assert sum(lengths, timedelta()) == timedelta(days=3, hours=3, minutes=35, seconds=5)


def test_a_wait_is_drawn_up_to_a_tenth_longer() -> None:
    assert wait_after(2, draw=lambda: 1.0) == timedelta(minutes=5.5)
