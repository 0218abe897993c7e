"""Whatever the order of events, however often repeated: the ledger says the same."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from esmpress.delivery.events.applying import apply_events
from esmpress.delivery.models import Notification, ProviderEvent
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.delivery.builders import as_worker
from tests.delivery.events.builders import event, keep, make_handed_over, make_sent, tell
from tests.factories import make_participant, make_study

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
KINDS: tuple[tuple[str, dict[str, str]], ...] = (
    ("processed", {}),
    ("deferred", {"response": "452 full"}),
    ("deferred", {"response": "421 busy"}),
    ("delivered", {"response": "250 OK"}),
    ("bounce", {"type": "bounce", "reason": "550 unknown"}),
    ("bounce", {"type": "blocked", "reason": "554 listed"}),
    ("dropped", {"reason": "Spam Content"}),
    ("dropped", {"reason": "Bounced Address"}),
    ("spamreport", {}),
    ("open", {}),
)
STATUSES = ("planned", "due", "claimed", "handed_over", "accepted", "uncertain", "failed")
WAIT_SECONDS = 20

told = st.tuples(st.sampled_from(KINDS), st.integers(0, 90))


def ledger_of(row: Notification) -> dict[str, Any]:
    """Everything the ledger, the prompt and the participant say, without their ids."""
    names = [
        *("status", "reason", "lease_until", "accepted_at", "deferred_at", "delivered_at"),
        *("bounced_at", "dropped_at", "settled_at", "provider_id", "handed_over_at"),
        *("prompt__status", "prompt__status_reason", "prompt__sent_at", "prompt__ended_at"),
        *("prompt__participant__suppressed_at", "prompt__participant__unsubscribed_at"),
    ]
    found: dict[str, Any] = Notification.objects.filter(pk=row.pk).values(*names).get()
    return found


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    status=st.sampled_from(STATUSES), stories=st.lists(told, min_size=1, max_size=7), data=st.data()
)
@example(status="handed_over", stories=[(KINDS[3], 9), (KINDS[0], 1)], data=None)
def test_any_order_repetition_and_division_gives_the_same_row(
    status: str, stories: list[tuple[tuple[str, dict[str, str]], int]], data: st.DataObject | None
) -> None:
    study = Study.objects.first() or make_study()
    # What was accepted had its prompt sent in the same statement.
    make = make_sent if status == "accepted" else make_handed_over
    one, other = (make(make_participant(study), status=status) for _ in range(2))

    def events_of(row: Notification) -> list[dict[str, Any]]:
        return [
            event(
                row,
                kind,
                at=NOW + timedelta(seconds=after),
                sg_event_id=f"{row.pk}-{n}",
                **fields,
            )
            for n, ((kind, fields), after) in enumerate(stories)
        ]

    tell(*events_of(one), now=NOW)
    order = events_of(other)[::-1]
    if data is not None:
        repeated = data.draw(st.lists(st.sampled_from(order), max_size=5))
        order = data.draw(st.permutations(order + repeated))
    for each in order:
        tell(each, now=NOW)

    assert ledger_of(other) == ledger_of(one)


@pytest.mark.django_db(transaction=True)
def test_two_appliers_and_a_receiver_at_once_lose_nothing() -> None:
    rows = [make_sent() for _ in range(20)]
    start = threading.Barrier(3)

    def apply() -> int:
        start.wait(WAIT_SECONDS)
        return sum(apply_events(now=NOW) for _ in range(60))

    def receive() -> int:
        start.wait(WAIT_SECONDS)
        for _ in range(3):
            for n, row in enumerate(rows):
                id_ = f"{row.pk}"
                keep(
                    event(row, "delivered", at=NOW, sg_event_id=f"{id_}-delivered"),
                    event(rows[-n], "deferred", at=NOW, sg_event_id=f"{rows[-n].pk}-deferred"),
                    event(row, "bounce", at=NOW, sg_event_id=f"{id_}-bounce"),
                    now=NOW,
                )
        return 0

    with ThreadPoolExecutor(3) as pool:
        work = [pool.submit(as_worker, job) for job in (apply, apply, receive)]
        applied = sum(future.result(WAIT_SECONDS) for future in work)
    applied += apply_events(now=NOW)

    assert applied == ProviderEvent.objects.filter(outcome="applied").count() == 60
    assert set(Notification.objects.values_list("status", flat=True)) == {"bounced"}
    instants = ("deferred_at", "delivered_at", "bounced_at")
    assert set(Notification.objects.values_list(*instants)) == {(NOW, NOW, NOW)}
    assert set(Prompt.objects.values_list("status", flat=True)) == {"not_sent"}


@pytest.mark.django_db(transaction=True)
def test_an_applier_does_not_wait_for_another_and_leaves_its_events_alone() -> None:
    row, other = make_sent(), make_sent()
    keep(event(row, "delivered", at=NOW), now=NOW)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        mine = apply_events(now=NOW)
        keep_other = pool.submit(
            as_worker, lambda: keep(event(other, "delivered", at=NOW), now=NOW)
        )
        keep_other.result(WAIT_SECONDS)
        theirs = pool.submit(as_worker, lambda: apply_events(now=NOW)).result(WAIT_SECONDS)

    assert (mine, theirs) == (1, 1)
    assert set(Notification.objects.values_list("status", flat=True)) == {"delivered"}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_on_the_way_leaves_its_events_to_the_next() -> None:
    row = make_sent()
    keep(event(row, "bounce", at=NOW), now=NOW)

    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        apply_events(now=NOW)
        raise KeyboardInterrupt

    assert Notification.objects.get().status == "accepted"
    assert apply_events(now=NOW) == 1
    assert Notification.objects.get().status == "bounced"


@pytest.mark.django_db(transaction=True)
def test_events_of_a_row_another_worker_is_writing_wait_for_the_next_sweep() -> None:
    row, other = make_sent(), make_sent()
    keep(event(row, "delivered", at=NOW), event(other, "delivered", at=NOW), now=NOW)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Notification.objects.filter(pk=row.pk).update(attempts=2)
        applied = pool.submit(as_worker, lambda: apply_events(now=NOW)).result(WAIT_SECONDS)

    assert applied == 1
    assert set(ProviderEvent.objects.values_list("outcome", flat=True)) == {"", "applied"}
    assert apply_events(now=NOW) == 1
    assert set(Notification.objects.values_list("status", flat=True)) == {"delivered"}
