"""What a researcher's requests leave in the audit trail."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Researcher
from tests.console.audit_trail.looking import rewind
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
LAUNCHED = datetime(2026, 1, 10, 12, 0, tzinfo=UTC)


def told(**having: Any) -> list[AuditEntry]:
    """Entries in the order they were made."""
    return list(AuditEntry.objects.filter(**having).order_by("number"))


def test_a_log_in_a_wrong_password_and_a_log_out_are_there() -> None:
    researcher = Researcher.objects.create_superuser("anna@example.org", "right")
    browser = Client()

    for password in ("wrong", "right"):
        browser.post("/admin/login/", {"username": "Anna@example.org", "password": password})
    browser.post("/admin/logout/")

    assert [entry.act for entry in told(researcher=researcher.pk)] == ["fail", "log in", "log out"]


def test_what_strangers_try_is_not_kept(client: Client) -> None:
    client.post("/admin/login/", {"username": "eve@example.org", "password": "x"})

    assert told() == []


def test_an_act_is_told_in_words_and_by_what_changed(admin: Client, researcher: Researcher) -> None:
    study = make_study(launched_at=LAUNCHED)
    end = reverse("admin:studies_study_end", args=[study.pk])

    answer = admin.post(end, headers={"X-Request-ID": "a-request-1"})

    changed, said = told(researcher=researcher.pk, study=study.pk)[-2:]
    assert answer.status_code == 302
    assert (changed.act, list(changed.changes)) == ("update", ["ended_at"])
    assert (said.act, said.words) == ("do", "Ended.")
    assert {changed.request_id, said.request_id} == {"a-request-1"}


def test_an_export_is_told(admin: Client, researcher: Researcher) -> None:
    study = make_study()

    b"".join(admin.get(reverse("admin:studies_study_export_csv", args=[study.pk])))

    said = told(researcher=researcher.pk, act="do")
    assert [(entry.study, entry.words) for entry in said] == [
        (study.pk, "Exported the data as CSV."),
        (study.pk, "The export of the data ended; rows: 0."),
    ]


def test_a_page_about_a_person_is_seen_once_an_hour(admin: Client, researcher: Researcher) -> None:
    participant = make_participant()
    page = reverse("admin:participants_participant_change", args=[participant.pk])

    admin.get(page)
    admin.get(page)
    seen = told(act="see")
    rewind(minutes=61)
    admin.get(page)

    assert [(entry.subject_type, entry.subject, entry.words) for entry in seen] == [
        ("participants_participant", str(participant.pk), "change")
    ]
    assert (seen[0].researcher, seen[0].study) == (researcher.pk, participant.study_id)
    assert len(told(act="see")) == 2


@pytest.mark.parametrize(
    ("page", "table"),
    [
        ("participants_participant_changelist", "participants_participant"),
        ("responses_response_changelist", "responses_response"),
    ],
)
def test_a_list_of_people_or_answers_is_seen(page: str, table: str, admin: Client) -> None:
    admin.get(reverse(f"admin:{page}"))

    assert [(entry.subject_type, entry.words) for entry in told(act="see")] == [
        (table, "changelist")
    ]


def test_a_prompt_that_is_seen_tells_its_study(admin: Client) -> None:
    prompt = make_prompt()

    admin.get(reverse("admin:prompts_prompt_change", args=[prompt.pk]))

    assert told(act="see")[0].study == prompt.participant.study_id


def test_what_was_refused_was_not_seen(admin: Client) -> None:
    admin.get(reverse("admin:participants_participant_change", args=[0]))
    Client().get(reverse("admin:participants_participant_changelist"))

    assert told(act="see") == []


def test_a_list_of_studies_is_not_told(admin: Client) -> None:
    admin.get(reverse("admin:studies_study_changelist"))

    assert told(act="see") == []


def test_nobody_acts_on_a_connection_after_a_request() -> None:
    study = make_study(launched_at=LAUNCHED)
    other = Researcher.objects.create_superuser("ola@example.org")
    of_other = Client()
    of_other.force_login(other)
    url = reverse("admin:studies_study_end", args=[study.pk])

    of_other.post(url)
    make_study(name="By nobody")

    assert told(act="update", study=study.pk)[-1].researcher == other.pk
    assert told(act="insert", subject_type="studies_study")[-1].researcher is None
