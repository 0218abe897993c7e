from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.delivery.cremas.asked import UNKNOWN
from esmpress.delivery.cremas.counting import Counts, Events, count, split_events
from esmpress.delivery.cremas.people import read_people
from esmpress.delivery.cremas.reading import REASONS, STATES
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from tests.delivery.builders import make_notification
from tests.delivery.cremas.builders import asked_in
from tests.factories import SCHEDULED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
SENT: dict[str, Any] = {"status": "sent", "sent_at": SCHEDULED_AT + SECOND}
OPENED: dict[str, Any] = SENT | {
    "status": "opened",
    "opened_at": SCHEDULED_AT + MINUTE,
    "finish_until": SCHEDULED_AT + 30 * MINUTE,
}
STARTED: dict[str, Any] = OPENED | {"status": "started", "started_at": SCHEDULED_AT + 2 * MINUTE}
ANSWERED: dict[str, Any] = STARTED | {
    "status": "answered",
    "answered_at": SCHEDULED_AT + 3 * MINUTE,
}
UPLOADED_LATE: dict[str, Any] = ANSWERED | {"status_reason": "uploaded_late"}
MISSED: dict[str, Any] = SENT | {"status": "expired"}
GIVEN_UP: dict[str, Any] = STARTED | {"status": "expired"}
NOT_SENT: dict[str, Any] = {"status": "not_sent", "status_reason": "late"}


@pytest.fixture
def study() -> Study:
    """A running study."""
    return make_study()


@pytest.fixture
def later(now: datetime) -> datetime:
    """An hour after the prompts of the factories."""
    return now + 60 * MINUTE


def add(study: Study, message: dict[str, Any] | None = None, **fields: Any) -> None:
    """A prompt of somebody, with its invitation if one is told of."""
    prompt = make_prompt(make_participant(study), **fields)
    if message is not None:
        make_notification(prompt, **message)


@pytest.mark.parametrize(
    ("fields", "counts"),
    [
        ({}, Counts(planned=1)),
        (SENT, Counts(planned=1, sent=1, delivered=1)),
        (OPENED, Counts(planned=1, sent=1, delivered=1, opened=1)),
        (STARTED, Counts(planned=1, sent=1, delivered=1, opened=1, started=1)),
        (ANSWERED, Counts(1, 1, 1, 1, 1, 1, 1)),
        (UPLOADED_LATE, Counts(1, 1, 1, 1, 1, 1, valid=0)),
        (MISSED, Counts(planned=1, sent=1, delivered=1, missed=1)),
        (GIVEN_UP, Counts(1, 1, 1, 1, started=1, missed=1)),
        (NOT_SENT, Counts(planned=1)),
        ({"status": "cancelled"}, Counts()),
        (SENT | {"status": "cancelled"}, Counts()),
        ({"scheduled_at": SCHEDULED_AT + 61 * MINUTE}, Counts()),
    ],
)
def test_each_prompt_counts_at_every_step_it_came_to(
    fields: dict[str, Any], counts: Counts, study: Study, later: datetime
) -> None:
    add(study, **fields)

    assert count(asked_in(study, now=later)) == counts


def test_a_prompt_counts_from_its_very_moment_on(study: Study, now: datetime) -> None:
    add(study)

    assert [count(asked_in(study, now=at)).planned for at in (now - SECOND, now)] == [0, 1]


@pytest.mark.parametrize(
    ("message", "delivered"),
    [
        ({"channel": "sendgrid", "status": "delivered"}, 1),
        ({"channel": "sendgrid", "status": "accepted"}, 0),
        ({"channel": "sendgrid", "status": "deferred"}, 0),
        ({"channel": "smtp", "status": "accepted"}, 1),
        ({"channel": "smtp", "status": "uncertain"}, 0),
        ({"channel": "smtp", "status": "bounced"}, 0),
        ({"channel": "sendgrid", "status": "not_sent"}, 0),
    ],
)
def test_delivered_is_what_the_last_to_know_says_of_the_invitation(
    message: dict[str, Any], delivered: int, study: Study, later: datetime
) -> None:
    add(study, message, **SENT)

    assert count(asked_in(study, now=later)).delivered == delivered


def test_a_reminder_says_nothing_of_the_invitation(study: Study, later: datetime) -> None:
    prompt = make_prompt(make_participant(study), **SENT)
    make_notification(prompt, status="bounced")
    make_notification(prompt, kind="reminder_1", status="delivered")

    assert count(asked_in(study, now=later)).delivered == 0


def test_a_reminder_counts_no_prompt_twice(study: Study, later: datetime) -> None:
    prompt = make_prompt(make_participant(study), **SENT)
    make_notification(prompt, status="accepted")
    make_notification(prompt, kind="reminder_1", status="planned")
    make_notification(prompt, kind="snooze_1", status="not_sent")

    assert count(asked_in(study, now=later)) == Counts(planned=1, sent=1, delivered=1)


def test_events_stand_apart(study: Study, later: datetime) -> None:
    add(study, **ANSWERED)
    add(study, trigger="event", **ANSWERED)
    add(study, trigger="event", **OPENED)

    asked, events = split_events(asked_in(study, now=later))

    assert (count(asked).planned, count(asked).completed) == (1, 1)
    assert events == Events(reported=2, completed=1)


@pytest.mark.parametrize(
    ("level", "planned"), [("stop", 1), ("forget", 1), ("exclude", 0), ("erase", 0)]
)
def test_whoever_is_left_out_of_exports_is_left_out_here(
    level: str, planned: int, study: Study, later: datetime
) -> None:
    add(study, **MISSED)
    Participant.objects.update(status="withdrawn", withdrawn_at=later, withdrawal_level=level)

    assert count(asked_in(study, now=later)).planned == planned
    assert len(read_people(study)) == planned


def test_other_studies_do_not_count(study: Study, later: datetime) -> None:
    add(make_study(), **ANSWERED)

    assert count(asked_in(study, now=later)) == Counts()


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({}, (UNKNOWN, UNKNOWN)),
        (SENT | {"sent_at": SCHEDULED_AT + timedelta(seconds=60.2)}, (61, UNKNOWN)),
        (STARTED | {"started_at": SCHEDULED_AT + timedelta(seconds=61.9)}, (1, 60)),
        (STARTED | {"sent_at": SCHEDULED_AT + 5 * MINUTE}, (300, -180)),
    ],
)
def test_seconds_are_counted_from_the_moment_and_from_the_invitation(
    fields: dict[str, Any], seconds: tuple[int, int], study: Study, later: datetime
) -> None:
    add(study, **fields)

    asked = asked_in(study, now=later)

    assert (asked.late.tolist(), asked.latency.tolist()) == ([seconds[0]], [seconds[1]])


@pytest.mark.parametrize(("offset", "hour"), [(60, 10), (-300, 4), (345, 14), (15 * 60, 0)])
def test_hours_are_of_the_participants_clock(
    offset: int, hour: int, study: Study, later: datetime
) -> None:
    add(study, utc_offset_minutes=offset)

    assert asked_in(study, now=later).hour.tolist() == [hour]


def test_reasons_and_states_are_kept_by_their_place(study: Study, later: datetime) -> None:
    add(study, {"status": "failed"}, status="not_sent", status_reason="delivery_failed")
    add(study, status="not_sent", status_reason="prompt_planned")
    add(study, status="sent", status_reason="uncertain", sent_at=SCHEDULED_AT)

    asked = asked_in(study, now=later)

    told = [REASONS[place - 1] if place else "" for place in asked.reason]
    assert sorted(told) == ["", "delivery_failed", "other"]
    assert sorted(STATES[place - 1] if place else "" for place in asked.message) == [
        "",
        "",
        "failed",
    ]


def test_prompts_cost_no_statements(study: Study, later: datetime) -> None:
    counts = []
    for _ in range(2):
        add(study, {}, **ANSWERED)
        with CaptureQueriesContext(connection) as seen:
            asked_in(study, now=later)
        counts.append(len(seen))

    assert counts == [5, 5]
