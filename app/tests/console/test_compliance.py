from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from esmpress.console.compliance import page as compliance
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.console.test_blinding import in_training, make_bound_study
from tests.delivery.builders import make_notification
from tests.factories import SCHEDULED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
# Who sees arms, and who sees people without them.
ROLES = {True: "analyst", False: "observer"}
ARMS = {"intervention": 1, "waiting": 1}
PHASES = [{"name": "baseline", "days": 3}, {"name": "training", "days": 4}]
SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)
MISSED = {"status": "expired", "sent_at": SCHEDULED_AT + 2 * SECOND}
ANSWERED = {
    "status": "answered",
    "sent_at": SCHEDULED_AT + 2 * SECOND,
    "opened_at": SCHEDULED_AT + 4 * MINUTE,
    "started_at": SCHEDULED_AT + 5 * MINUTE,
    "answered_at": SCHEDULED_AT + 6 * MINUTE,
    "finish_until": SCHEDULED_AT + 30 * MINUTE,
}


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The page is looked at an hour after the prompts of the factories, weeks after log-in."""
    settings.REQUIRE_SECOND_FACTOR = "never"
    monkeypatch.setattr(
        "esmpress.console.compliance.admin.timezone.now", lambda: SCHEDULED_AT + 60 * MINUTE
    )


def add(participant: Participant, *fates: dict[str, Any], **fields: Any) -> None:
    """A prompt of each fate, with its invitation."""
    for fate in fates:
        make_notification(make_prompt(participant, **fate | fields), status="accepted")


def url_of(study: Study) -> str:
    return reverse("admin:studies_study_compliance", args=[study.pk])


def page_of(client: Client, study: Study, query: str = "") -> str:
    return client.get(f"{url_of(study)}?{query}").content.decode()


def cells(page: str, table: str) -> list[list[str]]:
    """The words in each line of a table."""
    body = page.partition(f'id="{table}-live"')[2].partition("</table>")[0].partition(">")[2]
    lines = re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    return [
        [re.sub(r"<[^>]*>", "", cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", line)]
        for line in lines
    ]


def numbers(page: str) -> dict[str, str]:
    """The numbers by their names."""
    return dict(re.findall(r"<dt>(\w+)</dt><dd><strong>(.*?)</strong>", page))


def test_the_page_tells_the_figures_of_the_study(admin: Client, study: Study) -> None:
    participant = make_participant(study)
    add(participant, ANSWERED, ANSWERED, MISSED, {"status": "cancelled"})
    add(make_participant(study), {"status": "not_sent", "status_reason": "late"})

    page = page_of(admin, study)

    assert numbers(page) == {
        "Compliance": "67%",
        "Planned": "4",
        "Sent": "3",
        "Delivered": "3",
        "Opened": "2",
        "Started": "2",
        "Completed": "2",
        "Valid": "2",
    }
    assert "3 of 4 due prompts went out; none late by more than a minute." in page
    assert "1 not sent: Too little of the time to answer was left." in page


def test_each_picture_has_a_sentence_and_a_table(admin: Client, study: Study) -> None:
    add(make_participant(study), ANSWERED, MISSED)

    page = page_of(admin, study)

    names = ["heat", "days", "hours", "latencies", "ends"]
    pictures = re.findall(r'<svg role="img"[^>]*aria-labelledby="(\w+)-title \1-desc"', page)
    assert pictures == names
    for name in names:
        assert re.search(rf'id="{name}-desc">[^<]+</desc>', page), name
        assert f'id="{name}-table"><summary>Table</summary>' in page
    assert page.count("<details id=") == len(names)


def test_tables_hold_what_the_pictures_show(admin: Client, study: Study) -> None:
    first, second = make_participant(study), make_participant(study)
    add(first, ANSWERED, beep=1, study_day=1)
    add(first, MISSED, beep=2, study_day=1)
    add(second, MISSED, beep=1, study_day=3)

    page = page_of(admin, study)

    assert cells(page, "heat")[1:] == [["P0002", "–", "–", "0 of 1"], ["P0001", "1 of 2", "–", "–"]]
    assert [line[:2] for line in cells(page, "by-day")] == [["1", "50%"], ["3", "0%"]]
    assert cells(page, "by-hour") == [
        ["10:00-11:00", "33%", "3", "3", "3", "1", "1", "1", "1", "2"]
    ]
    assert cells(page, "latencies")[4] == ["4-5", "1"]
    assert [line[:2] for line in cells(page, "beeps")] == [["1", "50%"], ["2", "0%"]]
    assert [line[0] for line in cells(page, "people")] == ["P0002", "P0001"]


@pytest.mark.parametrize("sees_arms", [False, True])
def test_arms_and_phases_are_for_those_who_may_see_arms(sees_arms: bool) -> None:
    study = make_study(arms=ARMS, phases=PHASES)
    for _ in range(4):
        add(make_participant(study), ANSWERED)

    page = page_of(browser_of(ROLES[sees_arms], study), study)

    for told in ("intervention", "baseline", "By arm", "By phase", 'name="arm"', 'name="phase"'):
        assert (told in page) is sees_arms, told


def test_nobody_blinded_finds_an_arm_by_the_address() -> None:
    study = make_study(arms=ARMS)
    for _ in range(4):
        add(make_participant(study), ANSWERED)
    client = browser_of("observer", study)
    arms = list(study.arms.values_list("pk", flat=True))

    planned = [numbers(page_of(client, study, f"arm={arm}"))["Planned"] for arm in arms]

    assert planned == ["4", "4"]


@pytest.mark.parametrize("sees_arms", [False, True])
def test_beeps_name_schedules_to_those_who_may_know_them(sees_arms: bool) -> None:
    study = make_bound_study()
    participant = in_training(study)
    for schedule in study.schedules.filter(name__in=("moments", "exercises")):
        add(participant, ANSWERED, schedule=schedule, beep=1)

    page = page_of(browser_of(ROLES[sees_arms], study), study)

    told = [[line[0], line[2]] for line in cells(page, "beeps")]
    assert told == ([["moments, 1", "1"], ["exercises, 1", "1"]] if sees_arms else [["1", "2"]])


@pytest.mark.parametrize(
    ("query", "planned"),
    [
        ("", "4"),
        ("language=pl", "1"),
        ("status=withdrawn", "1"),
        ("first_day=2", "2"),
        ("first_day=2&last_day=2", "1"),
        ("status=paused", None),
    ],
)
def test_filters_choose_prompts(
    query: str, planned: str | None, admin: Client, study: Study
) -> None:
    people = [make_participant(study, language=code) for code in ("en", "pl", "en", "en")]
    for day, participant in zip((1, 1, 2, 3), people, strict=True):
        add(participant, MISSED, study_day=day)
    left = {"status": "withdrawn", "withdrawn_at": SCHEDULED_AT}
    Participant.objects.filter(pk=people[0].pk).update(**left)

    page = page_of(admin, study, query)

    assert numbers(page).get("Planned") == planned
    assert ("No prompt has come due yet." in page) is (planned is None)


def test_filters_of_arm_and_phase_choose_prompts(admin: Client) -> None:
    study = make_study(arms=ARMS, phases=PHASES)
    people = [make_participant(study) for _ in range(4)]
    for participant in people:
        add(participant, MISSED, study_day=2)
    add(people[0], MISSED, study_day=5)
    arm, training = people[0].arm, study.phases.get(name="training")
    assert arm is not None
    of_arm = sum(one.arm_id == arm.pk for one in people) + 1

    queries = (f"arm={arm.pk}", f"phase={training.pk}", f"arm={arm.pk}&phase={training.pk}")
    planned = [numbers(page_of(admin, study, query))["Planned"] for query in queries]

    assert planned == [str(of_arm), "1", "1"]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("status=asleep", "Participants: choose one from the list."),
        ("language=xx", "Language: choose one from the list."),
        ("first_day=soon", "From study day: write a whole number from 1 to 3660."),
        ("last_day=0", "To study day: write a whole number from 1 to 3660."),
        ("first_day=99999999999", "From study day: write a whole number from 1 to 3660."),
        ("first_day=5&last_day=4", "To study day: this is before the day it begins with."),
    ],
)
def test_a_bad_wish_is_answered_with_a_sentence_and_no_figures(
    query: str, says: str, admin: Client, study: Study
) -> None:
    add(make_participant(study), ANSWERED)

    answer = admin.get(f"{url_of(study)}?{query}")

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert numbers(answer.content.decode()) == {}


def test_participants_come_in_pages_and_all_of_them_in_groups(
    admin: Client, study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compliance, "PEOPLE_A_PAGE", 2)
    monkeypatch.setattr(compliance, "GROUPS", 3)
    for fates in ([ANSWERED], [MISSED], [ANSWERED, MISSED]):
        add(make_participant(study), *fates)

    pages = [page_of(admin, study, f"status=enrolled&page={page}") for page in ("1", "2", "9", "x")]

    shown = [[line[0] for line in cells(page, "people")] for page in pages]
    assert shown == [["P0002", "P0003"], ["P0001"], ["P0002", "P0003"], ["P0002", "P0003"]]
    assert 'href="?status=enrolled&amp;page=2" rel="next"' in pages[0]
    assert 'href="?status=enrolled&amp;page=1" rel="prev"' in pages[1]
    assert [line[0] for line in cells(pages[0], "groups")[1:]] == ["1-1", "2-2", "3-3"]


def test_a_page_of_all_has_no_groups(admin: Client, study: Study) -> None:
    add(make_participant(study), ANSWERED)

    page = page_of(admin, study)

    assert 'id="groups-picture"' not in page
    assert 'aria-label="Participants"' not in page


def test_reported_events_are_told_beside_the_figures(admin: Client, study: Study) -> None:
    participant = make_participant(study)
    add(participant, ANSWERED)
    make_prompt(participant, trigger="event", **ANSWERED)

    page = page_of(admin, study)

    assert numbers(page)["Planned"] == "1"
    assert "participants reported 1 event by themselves and completed 1." in page


@pytest.mark.parametrize("launched_at", [None, SCHEDULED_AT])
def test_a_study_without_prompts_says_so(launched_at: Any, admin: Client) -> None:
    page = page_of(admin, make_study(launched_at=launched_at))

    assert "No prompt has come due yet." in page
    assert "data-refreshes" in page


def test_rows_cost_no_statements(admin: Client) -> None:
    study = make_study(arms=ARMS, phases=PHASES)
    # A first look is told to the audit trail.
    page_of(admin, study)
    counts = []
    for people in (1, 12):
        for _ in range(people):
            add(make_participant(study), ANSWERED, MISSED)
        with CaptureQueriesContext(connection) as seen:
            page_of(admin, study)
        counts.append(len(seen))

    assert counts == [14, 14]


def test_who_sees_no_people_sees_no_page_and_no_button(study: Study) -> None:
    client = browser_of("api", study)

    assert client.get(url_of(study)).status_code == 403
    assert url_of(study) not in client.get(reverse("admin:index")).content.decode()


def test_who_may_look_finds_the_page_from_the_study_and_the_first_page(study: Study) -> None:
    client = browser_of("observer", study)

    study_page = client.get(reverse("admin:studies_study_change", args=[study.pk]))

    assert url_of(study) in study_page.content.decode()
    assert url_of(study) in client.get(reverse("admin:index")).content.decode()


def test_participants_are_linked(study: Study) -> None:
    participant = make_participant(study)
    add(participant, ANSWERED)

    page = page_of(browser_of("observer", study), study)

    address = reverse("admin:participants_participant_change", args=[participant.pk])
    assert f'href="{address}"' in page


def test_the_page_is_for_looking_alone(admin: Client, study: Study) -> None:
    page = page_of(admin, study, "language=pl")

    assert '<form method="post" novalidate' not in page
    assert '<a href="?language=pl">Refresh</a>' in page
    assert '<button type="button" hidden' in page
