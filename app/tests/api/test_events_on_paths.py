from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from esmpress.participants.allocating import mark_changed
from esmpress.participants.moving import mark_moved
from esmpress.prompts.models import Prompt
from esmpress.studies.versions import add_version
from tests.api.conftest import At
from tests.api.event_links import ON_EVENT, look, make_event_link, report, token_of
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 1, 11, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_the_days_of_a_phase_count_from_its_first_and_end_with_it(client: Client, at: At) -> None:
    study = make_study(
        phases=[{"name": "diary", "days": 2}, {"name": "watch", "days": 3}],
        schedules={
            "short": ON_EVENT | {"phase": "watch", "days": 2},
            "full": ON_EVENT | {"phase": "watch", "days": 3},
        },
    )
    participant = make_participant(study)
    tokens = [token_of(participant, schedule) for schedule in study.schedules.order_by("pk")]
    states = []

    for day in range(7):
        at(NOON + day * DAY)
        states.append([look(client, token).json()["state"] == "ready" for token in tokens])

    assert [short for short, _ in states] == [False, False, True, True, False, False, False]
    assert [full for _, full in states] == [False, False, True, True, True, False, False]


def test_a_changed_arm_counts_from_its_first_day(client: Client, at: At) -> None:
    study = make_study(
        arms={"a": 1, "b": 1},
        phases=[
            {"name": "first", "days": 7, "arm": "a"},
            {"name": "second", "days": 7, "arm": "b"},
        ],
        schedules={name: ON_EVENT | {"phase": name} for name in ("first", "second")},
    )
    participant = make_participant(study)
    assert participant.arm is not None
    other = study.arms.exclude(pk=participant.arm.pk).get()
    tokens = [
        token_of(participant, study.schedules.get(phase__arm=arm))
        for arm in (participant.arm, other)
    ]
    mark_changed(
        participant, other, from_date=date(2027, 1, 13), reason="moved", researcher=None, now=NOON
    )
    states = []

    for day in (0, 1, 2):
        at(NOON + day * DAY)
        states.append([look(client, token).json()["state"] for token in tokens])

    assert states == [["ready", "closed"], ["ready", "closed"], ["closed", "ready"]]


def test_a_move_shifts_the_midnight_from_its_first_day(client: Client, at: At) -> None:
    link, token = make_event_link(daily_limit=1)
    mark_moved(link.participant, "America/New_York", from_date=date(2027, 1, 12), now=NOON)
    at(NOON)

    report(client, token)

    page = look(client, token).json()
    assert (page["next_at"], page["time_zone"]) == ("2027-01-12T05:00:00Z", "America/New_York")
    assert Prompt.objects.get().time_zone == "Europe/Warsaw"


def test_until_a_move_counts_the_days_are_those_of_the_zone_before(client: Client, at: At) -> None:
    link, token = make_event_link(start_date=date(2027, 1, 12))
    mark_moved(link.participant, "America/New_York", from_date=date(2027, 1, 13), now=NOON)
    at(datetime(2027, 1, 11, 23, 30, tzinfo=UTC))

    assert look(client, token).json()["state"] == "ready"


def test_another_version_of_the_schedule_counts_from_its_first_day(client: Client, at: At) -> None:
    link, token = make_event_link(daily_limit=1)
    scheme = ON_EVENT | {"daily_limit": 2}
    add_version(
        link.schedule, scheme, apply_from=date(2027, 1, 12), now=NOON - DAY, researcher=None
    )
    taken = []

    for day in (0, 1):
        for minutes in (0, 1, 2):
            at(NOON + day * DAY + timedelta(minutes=minutes))
            taken.append(report(client, token).status_code)

    assert taken == [201, 409, 409, 201, 201, 409]
    versions = Prompt.objects.order_by("scheduled_at").values_list(
        "schedule_version__number", flat=True
    )
    assert list(versions) == [1, 2, 2]


def test_the_participants_own_waking_hours_are_the_window(client: Client, at: At) -> None:
    study = make_study(scheme=ON_EVENT | {"windows": "participant"})
    participant = make_participant(study, wake_times={"mon": {"from": "11:00", "to": "23:00"}})
    token = token_of(participant, study.schedules.get())
    answers = []

    for moment in (NOON - timedelta(hours=1, seconds=1), NOON - timedelta(hours=1), NOON + DAY):
        at(moment)
        answers.append(report(client, token).status_code)

    assert answers == [410, 201, 410]
