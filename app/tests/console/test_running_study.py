from __future__ import annotations

import csv
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import StreamingHttpResponse
from django.test import Client
from django.urls import reverse

from esmpress.console.progress import progress_of
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import QuestionnaireVersion
from esmpress.questionnaires.publishing import publish
from esmpress.studies.models import Schedule, Study
from tests.console import forms
from tests.factories import (
    FIXED,
    LAUNCHED_AT,
    make_participant,
    make_prompt,
    make_questionnaire,
    make_study,
)

pytestmark = pytest.mark.django_db


def change(study: Study, **fields: Any) -> tuple[str, forms.Fields]:
    url = reverse("admin:studies_study_change", args=[study.pk])
    return url, forms.study(**{"schedules-TOTAL_FORMS": 1, "schedules-INITIAL_FORMS": 1} | fields)


def test_a_running_studys_schedules_are_read_only(admin: Client) -> None:
    study = make_study()
    schedule = study.schedules.get()
    posted = {
        f"schedules-0-{name}": value
        for name, value in forms.schedule(schedule.questionnaire_id, name="changed").items()
    }

    admin.post(
        *change(study, **posted, **{"schedules-0-id": schedule.pk, "schedules-0-DELETE": "on"})
    )

    schedule.refresh_from_db()
    study.refresh_from_db()
    assert (schedule.name, schedule.scheme) == ("moments", FIXED)
    assert study.contact_name == "Dr Nowak"
    assert Schedule.objects.count() == 1


def test_a_running_studys_page_tells_its_schedules_in_words(admin: Client) -> None:
    study = make_study()

    page = admin.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "at fixed times" in page
    assert "10:00, 16:00" in page
    assert 'name="schedules-0-times"' not in page


def test_a_running_study_keeps_what_its_data_depend_on(admin: Client) -> None:
    study = make_study(slug="affect")

    admin.post(*change(study, name="New name", slug="new", languages=["en"], start_rule="same_day"))

    study.refresh_from_db()
    assert study.name == "New name"
    assert (study.slug, study.languages, study.start_rule) == ("affect", ["en", "pl"], "next_day")


def test_a_running_study_keeps_a_title_in_each_language(admin: Client) -> None:
    url, posted = change(make_study(), **forms.texts("title", "A week", ""))

    page = admin.post(url, posted).content.decode()

    assert "The title in pl is missing." in page


def test_a_draft_keeps_the_languages_somebody_is_enrolled_in(admin: Client) -> None:
    study = make_study(launched_at=None)
    make_participant(study, language="pl")

    page = admin.post(*change(study, languages=["en"])).content.decode()

    assert "There are participants whose language is pl." in page


def test_a_launched_study_cannot_be_deleted_and_a_draft_can(admin: Client) -> None:
    running, draft = make_study(), make_study(launched_at=None)

    statuses = [
        admin.post(
            reverse("admin:studies_study_delete", args=[study.pk]), {"post": "yes"}
        ).status_code
        for study in (running, draft)
    ]

    assert statuses == [422, 302]
    assert list(Study.objects.all()) == [running]


def test_a_participant_cannot_be_deleted_or_changed_by_typing(admin: Client) -> None:
    participant = make_participant()
    pages = ("delete", "change")

    statuses = [
        admin.post(
            reverse(f"admin:participants_participant_{page}", args=[participant.pk]),
            {"post": "yes", "language": "pl"},
        ).status_code
        for page in pages
    ]

    participant.refresh_from_db()
    assert statuses == [403, 403]
    assert participant.language == "en"


def test_withdrawing_cancels_what_is_ahead_and_is_noted(admin: Client) -> None:
    prompt = make_prompt(status="planned")
    url = reverse("admin:participants_participant_withdraw", args=[prompt.participant_id])

    said = forms.said(admin, url, {"level": "stop"})

    prompt.refresh_from_db()
    assert said == "P0001: withdrawn (stop); 1 prompt cancelled."
    assert (prompt.status, prompt.status_reason) == ("cancelled", "withdrawn")
    assert LogEntry.objects.get().change_message == "Withdrawn (stop); 1 prompt cancelled."


def test_what_was_done_has_no_button_any_more(admin: Client) -> None:
    participant = make_participant(make_study())
    withdraw = reverse("admin:participants_participant_withdraw", args=[participant.pk])
    study_page = reverse("admin:studies_study_change", args=[participant.study_id])
    person_page = reverse("admin:participants_participant_change", args=[participant.pk])
    before = admin.get(person_page).content.decode()

    admin.post(withdraw, {"level": "erase"})

    assert withdraw in before
    assert withdraw not in admin.get(person_page).content.decode()
    assert "/launch/" not in admin.get(study_page).content.decode()


def test_withdrawing_twice_as_far_changes_nothing_more(admin: Client) -> None:
    url = reverse("admin:participants_participant_withdraw", args=[make_participant().pk])
    admin.post(url, {"level": "forget"})

    assert admin.post(url, {"level": "stop"}).status_code == 422
    assert LogEntry.objects.count() == 1


def test_a_withdrawal_goes_further_until_nothing_is_left_to_choose(admin: Client) -> None:
    url = reverse("admin:participants_participant_withdraw", args=[make_participant().pk])
    admin.post(url, {"level": "stop"})

    offered = admin.get(url).content.decode()
    admin.post(url, {"level": "erase"})

    assert [f'value="{level}"' in offered for level in ("stop", "forget", "erase")] == [0, 1, 1]
    assert forms.said(admin, url, {}) == "P0001 has withdrawn as far as that goes."


def test_the_export_button_streams_the_table_and_is_noted(admin: Client) -> None:
    study = make_prompt().participant.study

    response = admin.get(reverse("admin:studies_study_export_csv", args=[study.pk]))

    assert isinstance(response, StreamingHttpResponse)
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="{study.slug}.csv"'
    (row,) = csv.DictReader(StringIO(response.getvalue().decode(), newline=""))
    assert (row["id"], row["status"]) == ("P0001", "planned")
    noted = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert list(noted) == ["Exported the data as CSV.", "The export of the data ended; rows: 1."]


def test_a_questionnaires_page_cannot_change_its_versions(admin: Client) -> None:
    questionnaire = make_questionnaire()
    before = QuestionnaireVersion.objects.values().get()
    posted = forms.questionnaire() | {
        "versions-TOTAL_FORMS": 2,
        "versions-INITIAL_FORMS": 1,
        "versions-0-id": before["id"],
        "versions-0-number": 9,
        "versions-0-DELETE": "on",
        "versions-1-number": 10,
        "versions-1-definition": "{}",
    }

    admin.post(
        reverse("admin:questionnaires_questionnaire_change", args=[questionnaire.pk]), posted
    )

    questionnaire.refresh_from_db()
    assert questionnaire.name == "Moment"
    assert QuestionnaireVersion.objects.values().get() == before


def test_a_questionnaire_can_show_one_question_at_a_time(admin: Client, now: datetime) -> None:
    questionnaire = make_questionnaire(slug="moment")
    page = reverse("admin:questionnaires_questionnaire_change", args=[questionnaire.pk])

    shown = admin.get(page).content.decode()
    admin.post(page, forms.questionnaire(presentation="item"))

    assert "one question at a time" in shown
    questionnaire.refresh_from_db()
    version = publish(questionnaire, now=now, researcher=None)
    assert version.parsed().presentation == "item"


def test_compliance_counts_answered_and_missed_prompts_only(now: datetime) -> None:
    participant = make_participant()
    ended = {"answered": 3, "expired": 1, "not_sent": 5, "cancelled": 4, "planned": 2}
    for status, count in ended.items():
        for _ in range(count):
            make_prompt(participant, status=status, answered_at=now + timedelta(minutes=1))
    make_prompt(status="expired")

    progress = progress_of(participant.study)

    assert progress.compliance == "75%"
    assert (progress.enrolled, progress.ahead) == (1, 2)


def test_reported_events_are_no_part_of_compliance(now: datetime) -> None:
    participant = make_participant()
    make_prompt(participant, status="expired")
    for status in ("answered", "answered", "expired"):
        answered_at = now + timedelta(minutes=1)
        make_prompt(participant, status=status, answered_at=answered_at, trigger="event")

    progress = progress_of(participant.study)

    assert (progress.compliance, progress.events) == ("0%", 3)
    assert progress.in_words == "0 answered, 1 missed, 0 ahead (compliance 0%), 3 reported"


def test_a_study_nobody_was_asked_in_has_no_compliance_yet() -> None:
    assert progress_of(make_study()).compliance == ""
    assert not Prompt.objects.exists()


def test_a_running_study_names_its_languages(admin: Client) -> None:
    study = make_study(languages=["en", "pl"])

    page = admin.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "English, Polski" in page


@pytest.mark.parametrize(
    ("launched_at", "ended_at", "shown"),
    [
        (None, None, {"set-up", "launch"}),
        (LAUNCHED_AT, None, {"compliance", "end"}),
        (LAUNCHED_AT, LAUNCHED_AT + timedelta(days=1), {"compliance"}),
    ],
)
def test_a_study_has_the_buttons_that_mean_something(
    launched_at: Any, ended_at: Any, shown: set[str], admin: Client
) -> None:
    study = make_study(launched_at=launched_at, ended_at=ended_at)

    page = admin.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    asked = {"set-up", "launch", "compliance", "end"}
    assert {one for one in asked if f"/{study.pk}/{one}/" in page} == shown
