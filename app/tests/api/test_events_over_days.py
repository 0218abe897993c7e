from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from esmpress.participants.models import Participant
from esmpress.participants.pausing import mark_paused
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.api.conftest import At
from tests.api.event_links import ON_EVENT, look, make_event_link, report, token_of
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
MON_AND_THU = {"weekdays": ["mon", "thu"]}
BURSTS = {"bursts": {"length_days": 2, "every_days": 5}}


def window(start: str, end: str, weekdays: list[str] = EVERY_DAY) -> list[dict[str, Any]]:
    return [{"weekdays": weekdays, "from": start, "to": end}]


@pytest.mark.parametrize(
    ("time_zone", "day", "midnight"),
    [
        ("Europe/Warsaw", date(2027, 1, 11), datetime(2027, 1, 11, 23, 0, tzinfo=UTC)),
        ("Europe/Warsaw", date(2027, 3, 28), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
        ("Europe/Warsaw", date(2027, 10, 31), datetime(2027, 10, 31, 23, 0, tzinfo=UTC)),
        ("Australia/Lord_Howe", date(2027, 4, 4), datetime(2027, 4, 4, 13, 30, tzinfo=UTC)),
        # There the clocks go from 24:00 to 01:00.
        ("America/Santiago", date(2027, 9, 4), datetime(2027, 9, 5, 4, 0, tzinfo=UTC)),
    ],
)
def test_a_used_up_day_ends_at_the_participants_own_midnight(
    client: Client, at: At, time_zone: str, day: date, midnight: datetime
) -> None:
    _, token = make_event_link(time_zone=time_zone, start_date=day, daily_limit=1)
    at(midnight - timedelta(hours=20))
    report(client, token)
    at(midnight - SECOND)

    page, refused = look(client, token).json(), report(client, token)
    at(midnight)
    taken = report(client, token)

    assert (page["state"], page["next_at"]) == ("used_up", f"{midnight:%Y-%m-%dT%H:%M:%SZ}")
    assert (refused.status_code, taken.status_code) == (409, 201)
    assert list(Prompt.objects.values_list("study_day", "beep")) == [(1, 1), (2, 1)]


def test_after_a_used_up_day_a_longer_cool_down_still_counts(
    client: Client, at: At, now: datetime
) -> None:
    _, token = make_event_link(daily_limit=1, cool_down_minutes=16 * 60)
    at(now)

    report(client, token)

    page = look(client, token).json()
    assert (page["state"], page["next_at"]) == ("used_up", "2027-01-12T01:00:00Z")


@pytest.mark.parametrize(
    ("limits", "state", "next_at"),
    [
        ({"daily_limit": 1}, "used_up", "2027-01-12T07:00:00Z"),
        ({"cool_down_minutes": 600}, "cooling_down", "2027-01-12T07:00:00Z"),
        ({"cool_down_minutes": 60}, "cooling_down", "2027-01-11T10:00:00Z"),
        (
            MON_AND_THU | {"cool_down_minutes": 60},
            "cooling_down",
            "2027-01-11T10:00:00Z",
        ),
        (MON_AND_THU | {"daily_limit": 1}, "used_up", "2027-01-14T07:00:00Z"),
    ],
)
def test_the_next_time_lies_in_a_window_of_the_schedule(  # noqa: PLR0917
    client: Client, at: At, now: datetime, limits: dict[str, Any], state: str, next_at: str
) -> None:
    _, token = make_event_link(windows=window("08:00", "18:00"), **limits)
    at(now)

    report(client, token)

    page = look(client, token).json()
    assert (page["state"], page["next_at"]) == (state, next_at)


def test_after_midnight_a_window_still_belongs_to_the_day_it_began_on(
    client: Client, at: At
) -> None:
    _, token = make_event_link(windows=window("20:00", "02:00"), daily_limit=1)
    at(datetime(2027, 1, 11, 23, 30, tzinfo=UTC))

    report(client, token)

    page = look(client, token).json()
    assert Prompt.objects.get().study_day == 1
    assert (page["state"], page["next_at"]) == ("used_up", "2027-01-12T19:00:00Z")


def test_who_can_never_report_again_is_promised_nothing(client: Client, at: At) -> None:
    _, token = make_event_link(daily_limit=1)
    at(datetime(2027, 1, 17, 9, 0, tzinfo=UTC))

    report(client, token)

    assert look(client, token).json()["state"] == "closed"


def withdraw(now: datetime) -> object:
    return Participant.objects.update(status="withdrawn", withdrawn_at=now)


def pause(now: datetime) -> object:
    return mark_paused(Participant.objects.get(), now=now)


def end_the_study(now: datetime) -> object:
    return Study.objects.update(ended_at=now)


def not_start(now: datetime) -> object:
    del now
    return Participant.objects.update(start_date=None)


@pytest.mark.parametrize("happens", [withdraw, pause, end_the_study, not_start])
def test_a_link_is_closed_while_nobody_is_asked(
    client: Client, at: At, now: datetime, happens: Callable[[datetime], Any]
) -> None:
    at(now)
    _, token = make_event_link()
    happens(now)

    page, refused = look(client, token), report(client, token)

    assert page.status_code == 200
    assert page.json()["state"] == "closed"
    assert set(page.json()) == {"state", "study", "language", "languages", "time_zone"}
    assert (refused.status_code, refused.json()["type"]) == (410, "/problems/closed")
    assert not Prompt.objects.exists()


@pytest.mark.parametrize(
    ("moment", "scheme", "status"),
    [
        (datetime(2027, 1, 10, 22, 59, 59, tzinfo=UTC), {}, 410),
        (datetime(2027, 1, 10, 23, 0, tzinfo=UTC), {}, 201),
        (datetime(2027, 1, 17, 22, 59, 59, tzinfo=UTC), {}, 201),
        (datetime(2027, 1, 17, 23, 0, tzinfo=UTC), {}, 410),
        (datetime(2027, 1, 11, 6, 59, 59, tzinfo=UTC), {"windows": window("08:00", "18:00")}, 410),
        (datetime(2027, 1, 11, 7, 0, tzinfo=UTC), {"windows": window("08:00", "18:00")}, 201),
        (datetime(2027, 1, 11, 17, 0, tzinfo=UTC), {"windows": window("08:00", "18:00")}, 410),
        (datetime(2027, 1, 11, 9, 0, tzinfo=UTC), {"weekdays": ["tue"]}, 410),
        (datetime(2027, 1, 12, 9, 0, tzinfo=UTC), {"weekdays": ["tue"]}, 201),
        (datetime(2027, 1, 12, 9, 0, tzinfo=UTC), {"excluded_dates": ["2027-01-12"]}, 410),
        (
            datetime(2027, 1, 13, 9, 0, tzinfo=UTC),
            {"bursts": {"length_days": 2, "every_days": 5}},
            410,
        ),
        (
            datetime(2027, 1, 16, 9, 0, tzinfo=UTC),
            {"bursts": {"length_days": 2, "every_days": 5}},
            201,
        ),
    ],
)
def test_events_are_taken_on_the_days_and_in_the_windows_of_the_schedule(
    client: Client, at: At, moment: datetime, scheme: dict[str, Any], status: int
) -> None:
    _, token = make_event_link(**scheme)
    at(moment)

    assert report(client, token).status_code == status


def test_nothing_is_taken_by_own_hours_that_are_unknown(client: Client, at: At) -> None:
    study = make_study(scheme=ON_EVENT | {"windows": "participant"})
    participant = make_participant(study, wake_times={"tue": {"from": "07:00", "to": "23:00"}})
    token = token_of(participant, study.schedules.get())
    Participant.objects.update(wake_times=None)
    at(datetime(2027, 1, 12, 9, 0, tzinfo=UTC))

    assert report(client, token).status_code == 410
