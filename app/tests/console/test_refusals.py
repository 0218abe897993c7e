from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.questionnaires.models import DraftItem
from esmpress.studies.models import Study
from tests.console import forms
from tests.factories import RANDOM, make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db
ADD_STUDY = reverse("admin:studies_study_add")
ADD_PARTICIPANT = reverse("admin:participants_participant_add")


def test_an_infeasible_schedule_is_explained_in_the_words_of_the_form(admin: Client) -> None:
    schedule = forms.schedule(make_questionnaire().pk, blocks="9", min_gap_minutes="90")

    page = admin.post(ADD_STUDY, forms.study(schedule)).content.decode()

    assert "Block 9 (19:40-21:00) cannot hold a prompt on any day" in page
    assert "at least 90 minutes apart (“Minimum gap (minutes)”)" in page
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        (forms.NO_WINDOWS, "“Part of the day”: a number of blocks needs a day"),
        (forms.windows(("every_day", "9", "21:00")), "Row 1: write times of day as HH:MM"),
        (forms.windows(("every_day", "09:00", "25:00")), "like 09:00 (not “25:00”)."),
        (forms.windows(("every_day", "09:00", "")), "Row 1: write times of day as HH:MM"),
        (
            forms.windows(("every_day", "09:00", "21:00"), ("sat", "10:00", "21:00")),
            "“Part of the day”: sat has two windows; give it one.",
        ),
        (
            forms.windows(("every_day", "21:00", "20:59")) | {"days": "0"},
            "“Study days”: write at least 1 (not 0).",
        ),
        (
            forms.windows(("workdays", "09:00", "21:00")) | {"weekdays": ["sun"]},
            "“Only on”: no window begins on these weekdays",
        ),
        ({"blocks": ""}, "“Blocks”: this field is missing"),
        ({"blocks": "10000"}, "“Blocks”: write at most 128 (not 10000)."),
        ({"blocks": "-4"}, "Ensure this value is greater than or equal to 0."),
        ({"block_list": "9-11"}, "In the block “9-11”, write times of day as HH:MM"),
        ({"block_list": "09:00"}, "Write blocks as HH:MM-HH:MM, like 09:00-11:00"),
        ({"block_list": "09:00-11:00, 10:00-12:00"}, "“Blocks”: a block starts at 10:00"),
        ({"excluded_dates": "2027-02-30"}, "Write dates that exist as YYYY-MM-DD"),
        ({"reminders": "30"}, "“Reminder after (minutes)”: 30 minutes after the invitation"),
        ({"reminders": "soon"}, "Write whole minutes, like 10 (not “soon”)."),
        ({"kind": "fixed", "times": "14:00, 11:00"}, "“Times”: 11:00 stands after 14:00"),
        ({"kind": "fixed", "times": "25:00"}, "“Times”, entry 1: write a time of day"),
        ({"kind": "fixed", "times": ""}, "“Times”: this field is missing"),
        ({"kind": "random"}, "“Prompts a day”: this field is missing"),
        (
            {"kind": "random", "prompts_per_day": "9", "min_gap_minutes": "90"},
            "“Prompts a day”: 9 prompts at least 90 minutes apart (“Minimum gap (minutes)”)",
        ),
        ({"kind": "interval", "every_minutes": "0"}, "prompt to prompt”: write at least 1"),
        (
            {"kind": "anchored", "anchor": "bed"},
            "“Minutes before or after”: this field is missing",
        ),
        (
            {"kind": "once", "after_days": "0", "time": "18:00"},
            "“Part of the day”: give a time or windows, not both.",
        ),
        ({"kind": "once", "after_days": ""}, "“Days after the first day”: this field is missing"),
        ({"kind": "follow_up", "after": "evening"}, "“Shortest delay (minutes)”: this field"),
        (
            {"kind": "follow_up", "after": "evening", "delay_from": "5", "delay_to": "5"},
            "There is no other schedule “evening” in this study.",
        ),
        (
            {"kind": "follow_up", "after": "moments", "delay_from": "5", "delay_to": "5"},
            "There is no other schedule “moments” in this study.",
        ),
        (
            {"kind": "follow_up", "after": "x", "delay_from": "20", "delay_to": "10"},
            "“Longest delay (minutes)”: 10 is less than from, 20",
        ),
        (
            {"burst_rule": "regular"},
            "“Days of a burst”: this field is missing",
        ),
        (
            {"burst_rule": "regular", "burst_length_days": "9", "burst_every_days": "7"},
            "“Days of a burst”: 9 is more than “Days from burst to burst”, 7",
        ),
        (
            {
                "burst_rule": "monthly",
                "burst_length_days": "4",
                "burst_per_month": "2",
                "burst_weekdays": "4",
            },
            "“Of these, Saturday and Sunday”",
        ),
        ({"max_gap_minutes": "10"}, "“Maximum gap (minutes)”: 10 is less than “Minimum gap"),
    ],
)
def test_a_malformed_schedule_is_explained_in_the_words_of_the_form(
    fields: dict[str, Any], sentence: str, admin: Client
) -> None:
    schedule = forms.schedule(make_questionnaire().pk, **fields)

    page = admin.post(ADD_STUDY, forms.study(schedule)).content.decode()

    assert sentence in page
    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("item", "sentence"),
    [
        (forms.SLIDER | forms.texts("min_label", "", ""), "This is needed."),
        (forms.SLIDER | {"min": "10"}, "Whole steps must lead from minimum to maximum"),
        (forms.SLIDER | {"min": "nan"}, "Enter a number."),
        (forms.CHOICE | forms.texts("options", "", ""), "This is needed."),
        (forms.CHOICE | forms.texts("options", "1 = Alone", ""), "At least 2 are needed."),
        (forms.CHOICE | forms.texts("options", "Alone", ""), "Options in en, line 1: write a"),
        (
            forms.CHOICE | forms.texts("options", "1 = a\n2 = b\n1 = c", ""),
            "Options in en, line 3: 1 stands twice.",
        ),
        (forms.NUMBER | {"max": "0"}, "The maximum must be above the minimum"),
        (forms.TEXT | {"max_length": "9999"}, "less than or equal to 5000"),
        (forms.TEXT | {"name": "My note"}, "Use small letters, digits and underscores"),
        (forms.TEXT | forms.texts("text", "", ""), "This field is required."),
    ],
)
def test_an_item_that_could_not_be_asked_is_not_saved(
    item: forms.Fields, sentence: str, admin: Client
) -> None:
    questionnaire = forms.add_questionnaire(admin)

    answer = forms.add_item(admin, questionnaire, item)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not DraftItem.objects.exists()


def test_two_items_with_one_name_are_not_saved(admin: Client) -> None:
    questionnaire = forms.add_questionnaire(admin, forms.TEXT)

    page = forms.add_item(admin, questionnaire, forms.TEXT).content.decode()

    assert "Another item has this name." in page
    assert DraftItem.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_draft_with_faults_is_not_published_and_each_is_named(method: str, admin: Client) -> None:
    questionnaire = make_questionnaire(published=False)
    questionnaire.draft_items.filter(name__in=["stress", "note"]).update(text={"en": "text"})
    url = reverse("admin:questionnaires_questionnaire_publish", args=[questionnaire.pk])

    page = getattr(admin, method)(url).content.decode()

    assert "item stress: the text in pl is missing." in page
    assert "item note: the text in pl is missing." in page
    assert not questionnaire.versions.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unready_study_is_not_launched_and_each_reason_is_named(
    method: str, admin: Client
) -> None:
    study = make_study(
        launched_at=None,
        scheme=RANDOM | {"min_gap_minutes": 500},
        questionnaire=make_questionnaire(published=False),
    )

    page = getattr(admin, method)(reverse("admin:studies_study_launch", args=[study.pk]))

    study.refresh_from_db()
    assert page.status_code == {"get": 200, "post": 422}[method]
    assert "(“Minimum gap (minutes)”)" in page.content.decode()
    assert "has no published version. Publish it first." in page.content.decode()
    assert study.launched_at is None


def test_a_second_launch_says_so(admin: Client) -> None:
    url = reverse("admin:studies_study_launch", args=[make_study().pk])

    assert forms.said(admin, url, {}) == "“Affect week” was launched before."


def test_refused_lines_stay_in_the_box_with_their_reasons(admin: Client) -> None:
    study = make_study()
    url = reverse("admin:studies_study_add_participants", args=[study.pk])

    response = admin.post(url, {"lines": "\r\nola@example.org\r\nnobody\r\nOla@example.org"})

    page = response.content.decode()
    assert response.status_code == 422
    assert "Line 3 (“nobody”): “nobody” is not an e-mail address." in page
    assert "Line 4 (“Ola@example.org”): This address was enrolled in the study before." in page
    assert "1 participant enrolled." in page
    assert "nobody\nOla@example.org</textarea>" in page
    assert "example.org" not in str(response.cookies)


@pytest.mark.parametrize("posted", [{}, {"lines": ""}])
def test_an_empty_box_enrols_nobody_and_says_so(posted: dict[str, str], admin: Client) -> None:
    url = reverse("admin:studies_study_add_participants", args=[make_study().pk])

    response = admin.post(url, posted)

    assert response.status_code == 422
    assert "This field is required." in response.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"email": "OLA@example.org"}, "This address was enrolled in the study before."),
        ({"email": "ola"}, "Enter a valid email address."),
        ({"time_zone": "Warsaw"}, "“Warsaw” is not a time zone"),
        ({"language": "pl"}, "“pl” is not a language of the study; it has en."),
    ],
)
def test_a_participant_who_cannot_be_enrolled_is_explained(
    fields: dict[str, str], sentence: str, admin: Client
) -> None:
    study = make_study(languages=["en"])
    make_participant(study, email="ola@example.org")
    posted = {"study": study.pk, "email": "jan@example.org", "language": "en", "time_zone": ""}

    page = admin.post(ADD_PARTICIPANT, posted | fields).content.decode()

    assert sentence in page
    assert Participant.objects.count() == 1
