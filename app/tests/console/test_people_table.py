"""The list of participants: the day they are in, filters and orders, at a constant price."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esmpress.console.participants import ParticipantAdmin
from esmpress.participants.models import Participant
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.factories import LAUNCHED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:participants_participant_changelist")


def shown(client: Client, **asked: str) -> list[str]:
    """The codes in the list, in its order."""
    page = client.get(PEOPLE, asked)
    assert page.status_code == 200
    return [row.code for row in page.context["cl"].result_list]


def add(participant: Participant, answered: int, missed: int, *, days_ago: float = 0.1) -> None:
    """So many prompts; the answers were given so long ago."""
    at = timezone.now() - timedelta(days=days_ago)
    for _ in range(answered):
        make_prompt(participant, status="answered", answered_at=at)
    for _ in range(missed):
        make_prompt(participant, status="expired")


@pytest.fixture
def people(study: Study) -> list[Participant]:
    """With 75, 0 and 100 %, and without any."""
    first, second, third, fourth = (make_participant(study) for _ in range(4))
    add(first, 3, 1, days_ago=5)
    add(second, 0, 2)
    add(third, 2, 0)
    make_prompt(fourth, trigger="event", status="answered", answered_at=LAUNCHED_AT)
    return [first, second, third, fourth]


@pytest.mark.parametrize(
    ("asked", "codes"),
    [
        ({"compliance": "low"}, ["P0002"]),
        ({"compliance": "middle"}, ["P0001"]),
        ({"compliance": "high"}, ["P0003"]),
        ({"compliance": "none"}, ["P0004"]),
        ({"compliance": "x"}, ["P0001", "P0002", "P0003", "P0004"]),
        ({"silent": "1"}, ["P0001", "P0002"]),
        ({"silent": "7"}, ["P0002"]),
        ({"silent": "never"}, ["P0002"]),
    ],
)
def test_filters_find_by_how_it_goes(
    asked: dict[str, str], codes: list[str], admin: Client, people: list[Participant]
) -> None:
    assert len(people) == 4
    assert shown(admin, **asked) == codes


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ("yes", ["P0001", "P0004"]),
        ("no", ["P0002", "P0003"]),
        ("unsubscribed", ["P0002"]),
        ("suppressed", ["P0003"]),
    ],
)
def test_filters_find_whom_mail_reaches(
    value: str, codes: list[str], admin: Client, people: list[Participant]
) -> None:
    mark_unsubscribed(people[1], now=LAUNCHED_AT)
    suppress_addresses({people[2].pk: "bounced"}, now=LAUNCHED_AT)

    assert shown(admin, mail=value) == codes


def column_of(client: Client, name: str) -> int:
    """The number by which the list is asked to sort by a column."""
    return list(client.get(PEOPLE).context["cl"].list_display).index(name)


@pytest.mark.parametrize(
    ("column", "first", "last"), [("compliance", "P0002", "P0003"), ("last_answer", "P0001", None)]
)
def test_columns_sort(
    column: str, first: str, last: str | None, admin: Client, people: list[Participant]
) -> None:
    assert len(people) == 4
    number = column_of(admin, column)

    codes = shown(admin, o=str(number))

    assert codes[0] == first
    assert last is None or codes[2] == last
    assert shown(admin, o=f"-{number}")[-1] == first


def test_whoever_is_left_out_of_exports_is_in_no_band(
    admin: Client, people: list[Participant]
) -> None:
    left = {"status": "withdrawn", "withdrawn_at": LAUNCHED_AT, "withdrawal_level": "exclude"}
    Participant.objects.filter(pk=people[2].pk).update(**left)

    assert shown(admin, compliance="high") == []
    assert shown(admin, compliance="none") == ["P0003", "P0004"]


@pytest.mark.parametrize(("days", "day"), [(0, "1"), (4, "5"), (-1, "–")])
@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_the_study_day_is_that_of_the_participants_own_day(
    days: int, day: str, zone: str, admin: Client, study: Study
) -> None:
    make_participant(study, time_zone=zone)
    today = datetime.now(ZoneInfo(zone)).date()
    Participant.objects.update(start_date=today - timedelta(days=days))

    cl = admin.get(PEOPLE).context["cl"]

    assert cl.model_admin.study_day(cl.result_list[0]) == day


def test_who_has_left_is_in_no_study_day(admin: Client, study: Study) -> None:
    make_participant(study)
    Participant.objects.update(
        status="withdrawn", withdrawn_at=datetime(2026, 1, 1, tzinfo=UTC), withdrawal_level="stop"
    )

    cl = admin.get(PEOPLE).context["cl"]

    assert cl.model_admin.study_day(cl.result_list[0]) == "–"


@pytest.mark.parametrize(
    "asked",
    [
        {"compliance": "low"},
        {"compliance": "none"},
        {"silent": "3"},
        {"silent": "never"},
        {"o": "compliance"},
        {"o": "last_answer"},
        {"o": "compliance", "p": "2"},
        {"o": "last_answer", "p": "2"},
    ],
)
def test_filters_orders_and_pages_cost_no_statements_by_row(
    asked: dict[str, str], admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first look of an hour is noted in the audit trail.
    asked = {key: str(column_of(admin, v)) if key == "o" else v for key, v in asked.items()}
    shown(admin)
    counts = []
    for rows in (2, 6):
        for _ in range(rows):
            add(make_participant(make_study()), 0, 1)
        monkeypatch.setattr(ParticipantAdmin, "list_per_page", rows // 2)
        with CaptureQueriesContext(connection) as seen:
            shown(admin, **asked)
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_filters_name_nobody_of_other_studies(people: list[Participant]) -> None:
    assert len(people) == 4
    client = browser_of("observer", make_study(name="Other"))

    assert shown(client, compliance="low") == []
