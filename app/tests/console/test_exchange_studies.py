from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from esmpress.console import exchange_studies
from esmpress.exchange.study_writing import study_text
from esmpress.jobs.models import Job
from esmpress.studies.models import Study
from tests.console.browsers import browser_of, browser_of_nobody
from tests.console.pages import Posted, form_with
from tests.exchange.studies import file_of, rich_study
from tests.factories import make_study

pytestmark = pytest.mark.django_db
IMPORT = "admin:studies_study_import_file"


def export_url(study: Study) -> str:
    return reverse("admin:studies_study_export_file", args=[study.pk])


def look_at(client: Client, content: bytes | str) -> Any:
    chosen = SimpleUploadedFile(
        "study.json", content.encode() if isinstance(content, str) else content
    )
    return client.post(reverse(IMPORT), {"file": chosen})


def confirmed(page: Any, **changes: str) -> Posted:
    return form_with(page, "digest") | {"confirm": ["1"]} | {n: [v] for n, v in changes.items()}


def test_a_study_is_downloaded_after_its_file_was_described(admin: Client) -> None:
    study = rich_study()

    asked = admin.get(export_url(study))
    file = admin.post(export_url(study))

    assert "participants, their answers, keys" in asked.content.decode()
    assert file.content.decode() == study_text(study)
    assert file["Content-Disposition"] == 'attachment; filename="affect-week.study.json"'


def test_changes_that_are_not_published_are_offered(admin: Client) -> None:
    study = make_study()
    both = {"en": "late", "pl": "późno"}
    study.schedules.get().questionnaire.add_item(name="late", kind="text", text=both)

    asked = admin.get(export_url(study)).content.decode()
    file = admin.post(export_url(study), {"drafts": "on"})

    assert "“Affect”: the published version is written" in asked
    assert file.content.decode() == study_text(study, drafts=True)


def test_a_study_that_could_not_be_read_again_says_why(admin: Client) -> None:
    study = make_study(contact_name="")

    page = admin.post(export_url(study))

    assert page.status_code == 422
    assert "study, contact_name: write a text that is not empty" in page.content.decode()


def test_a_file_is_shown_before_it_is_imported(admin: Client) -> None:
    page = look_at(admin, study_text(rich_study()))

    shown = page.content.decode()
    assert page.status_code == 200
    assert "moments (at random, one prompt in each block of the day), evening (" in shown
    assert 'value="affect-week-2"' in shown
    assert Study.objects.count() == 1


def test_what_was_shown_is_imported_on_the_second_post(admin: Client) -> None:
    page = look_at(admin, study_text(rich_study()))

    done = admin.post(reverse(IMPORT), confirmed(page, slug="autumn"), follow=True)

    assert "is imported as the draft “autumn”." in done.content.decode()
    assert Study.objects.get(slug="autumn").message_templates.get().changed_by is not None


def test_another_file_than_was_shown_is_shown_first(admin: Client) -> None:
    fields = file_of(rich_study())
    page = look_at(admin, json.dumps(fields))
    other = look_at(admin, json.dumps(fields | {"messages": []}))
    posted = confirmed(page) | {"content": form_with(other, "digest")["content"]}

    again = admin.post(reverse(IMPORT), posted)

    assert "What would come" in again.content.decode()
    assert Study.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is not JSON"),
        (b"{}", "This is no study file"),
        (b"x" * 20_000_001, "The file has 20.0 MB; at most 20 MB are read."),
    ],
)
def test_a_file_with_a_fault_is_refused(admin: Client, content: bytes, sentence: str) -> None:
    page = look_at(admin, content)

    assert page.status_code == 422
    assert sentence in page.content.decode()


@pytest.mark.parametrize("content", ["", "%%%", "eJw=", "A" * 40])
def test_a_hidden_field_that_was_changed_is_refused(admin: Client, content: str) -> None:
    page = admin.post(reverse(IMPORT), {"content": content, "confirm": "1"})

    assert page.status_code == 422
    assert "hoose" in page.content.decode()


def test_a_taken_slug_is_refused_and_the_file_kept(admin: Client) -> None:
    page = look_at(admin, study_text(rich_study()))

    again = admin.post(reverse(IMPORT), confirmed(page, slug="affect-week"))

    assert again.status_code == 422
    assert "There is a study “affect-week” already" in again.content.decode()
    assert form_with(again, "digest")["content"] == form_with(page, "digest")["content"]


def test_only_who_may_see_or_add_all_of_it_gets_a_file_or_brings_one() -> None:
    study = rich_study()
    looker, maker = browser_of("owner", study), browser_of_nobody("studies.add_study")

    assert looker.get(export_url(study)).status_code == 200
    assert looker.get(reverse(IMPORT)).status_code == 403
    assert maker.get(export_url(study)).status_code == 404
    assert maker.get(reverse(IMPORT)).status_code == 200


def test_a_large_file_is_imported_in_the_background(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange_studies, "READ_AT_ONCE", 100)

    answer = look_at(admin, study_text(rich_study()))

    job = Job.objects.get()
    assert answer["Location"] == reverse("admin:jobs_job_change", args=[job.pk])
    assert (job.kind, job.study, job.state) == ("study_file", None, "waiting")
    assert job.pieces.count() == 1
    assert Study.objects.count() == 1
