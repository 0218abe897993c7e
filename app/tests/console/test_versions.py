from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Schedule, ScheduleVersion
from tests.console import forms
from tests.console.pages import form_with
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
# The pages look at the real clock: a date that stays ahead of it, within ten years of study days.
APPLY_FROM = "2034-01-02"
STUDY_DAY = 2549
LONG = FIXED | {"days": 3660}
OWN_HOURS = {"kind": "anchored", "anchor": "bed", "offset_minutes": "60"}
LATER = {"times": "10:00, 18:00", "apply_from": APPLY_FROM}


@pytest.fixture
def schedule() -> Schedule:
    """A schedule at 10:00 and 16:00 of a running study with one participant."""
    study = make_study(scheme=LONG)
    make_participant(study)
    return study.schedules.get()


def url_of(schedule: Schedule) -> str:
    return reverse("admin:studies_schedule_new_version", args=[schedule.pk])


def show(admin: Client, schedule: Schedule, **changes: Any) -> Any:
    """The answer to the form of a new version with these fields changed."""
    url = url_of(schedule)
    return admin.post(url, form_with(admin.get(url), "apply_from") | changes)


def confirm(admin: Client, schedule: Schedule, difference: Any) -> Any:
    """The answer to the button on the page of a difference."""
    return admin.post(url_of(schedule), form_with(difference, "based_on") | {"confirm": "1"})


def plan_for_the_date() -> None:
    """Two prompts on the date a version applies from, the first of them sent."""
    participant = Participant.objects.get()
    Participant.objects.update(planned_through=date(2034, 1, 2))
    sent = {"status": Prompt.Status.SENT, "sent_at": datetime(2034, 1, 2, 9, tzinfo=UTC)}
    for beep, hour, fields in ((1, 9, sent), (2, 15, {})):
        make_prompt(
            participant,
            study_day=STUDY_DAY,
            beep=beep,
            scheduled_at=datetime(2034, 1, 2, hour, tzinfo=UTC),
            **fields,
        )


def test_the_form_of_a_version_shows_the_newest_scheme(admin: Client, schedule: Schedule) -> None:
    shown = form_with(admin.get(url_of(schedule)), "apply_from")

    assert (shown["kind"], shown["times"]) == (["fixed"], ["10:00, 16:00"])
    assert (shown["days"], shown["reminders"]) == (["3660"], ["10"])


def test_a_difference_is_shown_and_nothing_is_written(admin: Client, schedule: Schedule) -> None:
    answer = show(admin, schedule, **LATER)

    schedule.refresh_from_db()
    assert answer.status_code == 200
    assert "<td>10:00, 16:00</td><td>10:00, 18:00</td>" in answer.content.decode()
    assert schedule.scheme == LONG
    assert ScheduleVersion.objects.count() == 1


def test_a_difference_tells_of_the_prompts_it_changes(admin: Client, schedule: Schedule) -> None:
    plan_for_the_date()

    page = show(admin, schedule, **LATER).content.decode()

    assert '<th scope="row">removed</th><td>1</td>' in page
    assert '<th scope="row">added</th><td>1</td>' in page
    assert '<th scope="row">unchanged</th><td>0</td>' in page
    assert '<th scope="row">frozen: sent, or due within minutes</th><td>1</td>' in page
    assert "1 participant who takes part now" in page


def test_a_difference_shows_days_of_one_participant(admin: Client, schedule: Schedule) -> None:
    page = show(admin, schedule, **LATER).content.decode()

    days = "Mon 2 Jan 2034</th><td>10:00, 16:00</td><td>10:00, 18:00</td>"
    assert "participant P0001" in page
    assert days in page


def test_the_second_post_writes_the_version(
    admin: Client, researcher: Researcher, schedule: Schedule
) -> None:
    plan_for_the_date()
    difference = show(admin, schedule, **LATER)

    answer = confirm(admin, schedule, difference)

    version = ScheduleVersion.objects.get(number=2)
    assert answer.status_code == 302
    assert version.scheme == LONG | {"times": ["10:00", "18:00"]}
    assert (version.apply_from, version.confirmed_by) == (date(2034, 1, 2), researcher)
    # What was sent stands; the other will be drawn by the version when its day comes.
    assert [prompt.scheduled_at.hour for prompt in Prompt.objects.all()] == [9]
    assert LogEntry.objects.get().change_message == (
        "Confirmed: Version 2 applies from 2034-01-02."
    )


def test_a_version_can_be_changed_again_before_it_is_confirmed(
    admin: Client, schedule: Schedule
) -> None:
    difference = show(admin, schedule, **LATER)

    page = admin.post(url_of(schedule), form_with(difference, "based_on") | {"edit": "1"})

    assert form_with(page, "apply_from")["times"] == ["10:00, 18:00"]
    assert ScheduleVersion.objects.count() == 1


def test_a_confirmation_is_refused_when_another_version_came_first(
    admin: Client, schedule: Schedule
) -> None:
    first = show(admin, schedule, **LATER)
    second = show(admin, schedule, **LATER | {"times": "09:00"})
    confirm(admin, schedule, second)

    answer = confirm(admin, schedule, first)

    assert answer.status_code == 409
    assert "Another version was confirmed in the meantime" in answer.content.decode()
    assert "<td>09:00</td><td>10:00, 18:00</td>" in answer.content.decode()
    assert ScheduleVersion.objects.count() == 2


def test_a_refused_confirmation_can_be_confirmed_after_a_look(
    admin: Client, schedule: Schedule
) -> None:
    first = show(admin, schedule, **LATER)
    confirm(admin, schedule, show(admin, schedule, **LATER | {"times": "09:00"}))

    confirm(admin, schedule, confirm(admin, schedule, first))

    assert ScheduleVersion.objects.latest("number").scheme["times"] == ["10:00", "18:00"]
    assert ScheduleVersion.objects.count() == 3


def test_a_confirmation_that_is_sent_twice_counts_once(admin: Client, schedule: Schedule) -> None:
    difference = show(admin, schedule, **LATER)
    confirm(admin, schedule, difference)

    answer = confirm(admin, schedule, difference)

    assert answer.status_code == 302
    assert ScheduleVersion.objects.count() == 2
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"apply_from": "2020-01-01"}, "“Apply from”: 2020-01-01 has begun for some participant"),
        ({"apply_from": ""}, "This field is required."),
        ({"times": "10:00, 16:00"}, "Nothing is different yet"),
        ({"times": "25:00"}, "“Times”, entry 1: write a time of day as HH:MM"),
        ({"times": "16:00, 10:00"}, "“Times”: 10:00 stands after 16:00"),
        ({"days": "-1"}, "Ensure this value is greater than or equal to 0."),
        ({"min_gap_minutes": "600"}, "(“Minimum gap (minutes)”)"),
        (
            {"kind": "random", "prompts_per_day": "10000"},
            "“Prompts a day”: write at most 128 (not 10000).",
        ),
        (forms.windows(("workdays", "21:00", "25:00")), "Row 1: write times of day as HH:MM"),
        (
            forms.windows(("workdays", "08:00", "22:00")) | {"weekdays": ["sun"]},
            "“Only on”: no window begins on these weekdays",
        ),
        ({"kind": "on_event"}, "on_event is not one of the available choices"),
    ],
)
def test_a_version_that_cannot_be_is_explained_and_not_written(
    changes: dict[str, Any], sentence: str, admin: Client, schedule: Schedule
) -> None:
    answer = show(admin, schedule, **LATER | changes)

    schedule.refresh_from_db()
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert schedule.scheme == LONG
    assert ScheduleVersion.objects.count() == 1


def test_a_version_by_own_hours_that_are_unknown_is_explained(
    admin: Client, schedule: Schedule
) -> None:
    answer = show(admin, schedule, **LATER | OWN_HOURS)

    assert answer.status_code == 422
    assert "“Awake”: “moments” follows the participants&#x27; own hours" in answer.content.decode()
    assert ScheduleVersion.objects.count() == 1


def test_a_version_has_to_go_with_the_phase_of_its_schedule(admin: Client) -> None:
    study = make_study(
        phases=[{"name": "baseline", "days": 7}],
        schedules={"moments": FIXED | {"phase": "baseline"}},
    )

    answer = show(admin, study.schedules.get(), **LATER | {"days": "8"})

    assert answer.status_code == 422
    assert "“Study days”: 8 is too many" in answer.content.decode()


def test_the_page_of_a_schedule_lists_its_versions(admin: Client, schedule: Schedule) -> None:
    confirm(admin, schedule, show(admin, schedule, **LATER))

    page = admin.get(reverse("admin:studies_schedule_change", args=[schedule.pk]))

    text = page.content.decode()
    assert "the launch" in text
    assert "Mon 02 Jan 2034" in text
    assert "anna@example.org" in text


@pytest.mark.parametrize("ended_at", [None, datetime(2027, 1, 20, tzinfo=UTC)])
def test_only_a_running_study_has_new_versions(ended_at: datetime | None, admin: Client) -> None:
    launched_at = ended_at and datetime(2027, 1, 10, tzinfo=UTC)
    study = make_study(launched_at=launched_at, ended_at=ended_at)
    schedule = study.schedules.get()

    answer = admin.post(url_of(schedule), LATER)

    assert "this one does not run" in answer.content.decode()
    assert schedule.versions.filter(number=2).count() == 0
