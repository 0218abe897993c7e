from __future__ import annotations

import re
from typing import Any, cast

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from esmpress.studies.models import Arm, Study
from tests.console.browsers import browser_of, browser_of_other
from tests.factories import EVERY_DAY, FIXED, RANDOM, make_study

pytestmark = pytest.mark.django_db
FIELDS = {
    "participants": "20",
    "time_zones": "Europe/Warsaw, America/New_York",
    "first_joining": "2027-03-20",
    "last_joining": "2027-03-22",
    "wake": "07:30-23:00",
    "arm": "",
    "hourly_limit": "500",
}
OWN_DAY = {"kind": "anchored", "days": 7, "anchor": "bed", "offset_minutes": -60,
           "response_window_minutes": 60}  # fmt: skip
TITLES = [
    "When prompts come",
    "One participant’s first days",
    "Gaps within a day",
    "Gaps across a night",
    "Prompts per study day",
    "Prompts per weekday",
    "Minutes of answering",
    "Overlapping response windows",
    "Mails per hour",
    "On the calendar",
]


def look(client: Client, study: Study, **fields: str) -> HttpResponse:
    url = reverse("admin:studies_study_preview", args=[study.pk])
    return cast("HttpResponse", client.get(url, FIELDS | fields if fields else {}))


@pytest.mark.parametrize("state", [{"launched_at": None}, {}])
def test_a_draft_and_a_running_study_can_be_previewed(state: dict[str, Any], admin: Client) -> None:
    study = make_study(scheme=RANDOM, **state)

    response = look(admin, study)

    assert response.status_code == 200
    assert re.findall(r"<h3>(.*?)</h3>\s*(?:<ul|<svg)", response.content.decode()) == TITLES


def test_every_picture_has_its_alternative_in_words(admin: Client) -> None:
    page = look(admin, make_study(scheme=RANDOM), hourly_limit="9").content.decode()

    pictures = re.findall(r"<svg .*?</svg>", page, re.DOTALL)
    assert len(pictures) == len(TITLES)
    for picture in pictures:
        name = re.search(r'aria-labelledby="(\S+)-title ', picture)
        assert name is not None
        assert 'role="img"' in picture
        assert re.search(rf'<title id="{name[1]}-title">\w', picture)
        assert re.search(rf'<desc id="{name[1]}-desc">\w', picture)
    assert "script" not in "".join(pictures)


def test_looking_writes_nothing(admin: Client) -> None:
    study = make_study(scheme=RANDOM)
    # A first look is told to the audit trail.
    look(admin, study)

    with CaptureQueriesContext(connection) as queries:
        look(admin, study)

    assert {query["sql"].split()[0] for query in queries} == {"SELECT"}
    assert len(queries) < 30


def test_who_may_see_studies_may_look_and_nobody_else() -> None:
    study = make_study(scheme=RANDOM)

    assert look(browser_of_other(), study).status_code == 404
    assert look(browser_of("observer", study), study).status_code == 200
    assert look(Client(), study).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("participants", "0", "Participants: write a whole number from 1 to 1000."),
        ("participants", "1001", "Participants: write a whole number from 1 to 1000."),
        ("participants", "many", "Participants: write a whole number from 1 to 1000."),
        ("time_zones", "Europe/Radom", "Time zones: “Europe/Radom” is not a time zone"),
        ("time_zones", ",", "Time zones: write 1 to 12 with commas between."),
        ("first_joining", "2027-02-30", "Joining from: write a date that exists as YYYY-MM-DD."),
        ("last_joining", "2027-03-19", "Joining until: this is before the date they join from."),
        ("last_joining", "2027-06-20", "Joining until: let them join within 92 days."),
        ("wake", "25:00-07:00", "Wake hours: write them like 07:30-23:00."),
        ("wake", "07:30", "Wake hours: write them like 07:30-23:00."),
        ("arm", "placebo", "Arm: the study has no arm “placebo”."),
        ("hourly_limit", "-1", "Sending limit: write a whole number from 0 to 1000000."),
    ],
)
def test_a_wrong_field_is_answered_with_422_and_a_sentence(
    field: str, value: str, sentence: str, admin: Client
) -> None:
    response = look(admin, make_study(scheme=RANDOM), **{field: value})

    page = response.content.decode()
    assert response.status_code == 422
    assert sentence in page
    assert f'value="{value}"' in page or field == "arm"
    assert "<svg role" not in page


def test_what_takes_too_long_is_refused_with_what_can_be_drawn(admin: Client) -> None:
    study = make_study(scheme=RANDOM | {"days": 365})

    response = look(admin, study, participants="1000")

    assert response.status_code == 422
    assert "Participants: so many days of participants take too long" in response.content.decode()


def test_the_defaults_shrink_for_a_study_they_are_too_much_for(admin: Client) -> None:
    study = make_study(scheme=RANDOM | {"days": 1000})

    response = look(admin, study)

    assert response.status_code == 200
    assert 'name="participants" value="60"' in response.content.decode()


def test_the_sending_limit_of_the_installation_is_the_default(
    admin: Client, settings: Settings
) -> None:
    settings.DELIVERY_HOURLY_LIMIT = 321

    page = look(admin, make_study(scheme=RANDOM)).content.decode()

    assert 'name="hourly_limit" value="321"' in page


def test_an_infeasible_design_is_refused_in_the_words_of_the_forms(admin: Client) -> None:
    study = make_study(scheme=RANDOM | {"blocks": 9, "min_gap_minutes": 90}, launched_at=None)

    page = look(admin, study).content.decode()

    assert "The study cannot be launched like this" in page
    assert "Schedule “moments”: Block 9 (19:40-21:00) cannot hold a prompt on any day" in page
    assert "“Minimum gap (minutes)”" in page
    assert "<svg role" not in page


def test_a_study_without_a_schedule_is_told_so(admin: Client) -> None:
    study = make_study(launched_at=None)
    study.schedules.all().delete()

    response = look(admin, study)

    assert response.status_code == 200
    assert "The study cannot be launched like this" in response.content.decode()


def test_suspicious_designs_are_warned_about(admin: Client) -> None:
    page = look(admin, make_study(scheme=FIXED | {"times": ["10:00", "10:20"]})).content.decode()

    assert "Look at these before the launch" in page
    assert "Schedule “moments”: “Time to open (minutes)”: 50% of its prompts" in page


def test_a_design_without_anything_suspicious_is_said_to_be_so(admin: Client) -> None:
    page = look(admin, make_study(scheme=RANDOM)).content.decode()

    assert "Nothing suspicious was found in this design." in page


def test_wake_hours_are_asked_for_when_a_schedule_follows_the_own_day(admin: Client) -> None:
    page = look(admin, make_study(scheme=OWN_DAY), wake="").content.decode()

    assert "Wake hours: schedule “moments” follows the participant&#x27;s own day" in page


def test_a_chosen_arm_is_previewed(admin: Client) -> None:
    study = make_study(scheme=RANDOM, launched_at=None)
    Arm.objects.create(study=study, name="waiting list")

    page = look(admin, study, arm="waiting list").content.decode()

    assert '<option value="waiting list" selected>' in page
    assert "<svg role" in page


def test_what_events_trigger_is_named_and_not_drawn(admin: Client) -> None:
    event = {"kind": "on_event", "days": 7, "response_window_minutes": 15}

    page = look(admin, make_study(scheme=event)).content.decode()

    assert "“moments” is triggered by events or answers" in page
    assert "<svg role" not in page


def test_names_are_text_and_never_markup(admin: Client) -> None:
    schedules = {"moments": RANDOM, "<i>evening</i>": FIXED}
    study = make_study(schedules=schedules, name="<b>study</b>")

    page = look(admin, study).content.decode()

    assert "<b>study" not in page
    assert "<i>evening" not in page


def test_a_study_that_starts_at_once_shows_what_joining_late_costs(admin: Client) -> None:
    study = make_study(scheme=FIXED, start_rule="same_day")

    page = look(admin, study).content.decode()

    assert "Prompts left on the first day" in page
    assert "Of 2 prompts on a whole first day" in page


def test_a_window_over_midnight_is_shown_beyond_24_00(admin: Client) -> None:
    late = [{"weekdays": EVERY_DAY, "from": "18:00", "to": "02:00"}]

    page = look(admin, make_study(scheme=RANDOM | {"windows": late})).content.decode()

    assert ">24:00</text>" in page
    assert "prompts a day come between 23:00 and 07:00" in page
