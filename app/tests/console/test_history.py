from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from tests.console.browsers import browser_of_other
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db


def note(row: Model, count: int, researcher: Researcher) -> None:
    """So many entries, one an hour from 22:00 UTC on."""
    for number in range(count):
        rows: list[Model] = [row]
        LogEntry.objects.log_actions(researcher.pk, rows, CHANGE, change_message=f"Act {number}.")
        at = datetime(2027, 1, 10 + (22 + number) // 24, (22 + number) % 24, tzinfo=UTC)
        LogEntry.objects.filter(change_message=f"Act {number}.").update(action_time=at)


@pytest.mark.parametrize(
    ("model", "zone", "shown"),
    [
        ("studies_study", "Europe/Warsaw", "Sun 10 Jan 2027, 23:00:00"),
        ("participants_participant", "Asia/Tokyo", "Mon 11 Jan 2027, 07:00:00"),
    ],
)
def test_a_history_is_told_on_the_wall_clock_the_newest_first(
    model: str, zone: str, shown: str, admin: Client, researcher: Researcher
) -> None:
    participant = make_participant(time_zone="Asia/Tokyo")
    row: Model = participant if model.startswith("participants") else participant.study
    note(row, 2, researcher)

    page = admin.get(reverse(f"admin:{model}_history", args=[row.pk])).content.decode()

    assert f"on the wall clock of {zone}" in page
    assert shown in page
    assert page.index("Act 1.") < page.index("Act 0.")


def test_a_long_history_begins_with_the_newest_page(admin: Client, researcher: Researcher) -> None:
    study = make_study()
    note(study, 101, researcher)
    url = reverse("admin:studies_study_history", args=[study.pk])

    first, second = (admin.get(url, query).content.decode() for query in ({}, {"p": "2"}))

    assert ("Act 100." in first, "Act 0." in first) == (True, False)
    assert ("Act 100." in second, "Act 0." in second) == (False, True)


def test_who_may_not_see_a_study_reads_no_history() -> None:
    url = reverse("admin:studies_study_history", args=[make_study().pk])

    assert browser_of_other().get(url).status_code == 404


def test_a_history_of_nothing_is_not_found(admin: Client) -> None:
    assert admin.get(reverse("admin:studies_study_history", args=[0])).status_code == 404


def test_a_text_of_several_lines_keeps_them_in_the_history(
    admin: Client, researcher: Researcher
) -> None:
    study = make_study()
    rows: list[Model] = [study]
    LogEntry.objects.log_actions(researcher.pk, rows, CHANGE, change_message="Text:\nHi <b>\n\nEnd")

    page = admin.get(reverse("admin:studies_study_history", args=[study.pk])).content.decode()

    assert "Text:<br>Hi &lt;b&gt;<br><br>End" in page
