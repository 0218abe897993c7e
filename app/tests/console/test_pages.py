from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib import admin as django_admin
from django.contrib.auth.models import Group
from django.db import models
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.alerts.models import Alert
from esmpress.delivery.models import Notification
from esmpress.jobs.models import Job
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import Questionnaire
from esmpress.responses.intake import submit
from esmpress.responses.models import Draft, Response
from esmpress.studies.models import Schedule, Study
from tests.alerts.builders import make_alert, make_rule
from tests.factories import ANSWERS, make_participant, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
ADDRESS = "ola.nowak@example.org"
MODELS: tuple[type[models.Model], ...] = (
    Study,
    Schedule,
    Questionnaire,
    Participant,
    Prompt,
    Notification,
    Response,
    Researcher,
    Group,
    Alert,
)


@pytest.fixture(autouse=True)
def data(now: datetime) -> None:
    """One row of everything, about one participant."""
    Group.objects.create(name="Assistants")
    participant = make_participant(make_study(), email=ADDRESS)
    prompt, _ = make_sent_prompt(participant)
    mark_opened(prompt, now=now)
    submit(prompt, ANSWERS, language="pl", now=now)
    make_alert(make_rule(participant.study, "missed"), participant)
    Notification.objects.create(
        prompt=prompt,
        kind=Notification.INVITATION,
        channel="smtp",
        planned_at=now,
        due_at=now,
        open_until=now + timedelta(minutes=30),
    )


def url_of(model: type[models.Model], page: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_registered_model_is_looked_at() -> None:
    # These have tests of their own: test_partial_responses.py, audit_trail/test_page.py, jobs.
    assert set(django_admin.site._registry) == {*MODELS, Draft, AuditEntry, Job}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_list_and_the_page_of_every_kind_open(model: type[models.Model], admin: Client) -> None:
    row = model._default_manager.order_by("pk")[0]

    listed = admin.get(url_of(model, "changelist"))
    shown = admin.get(url_of(model, "change", row.pk))
    history = admin.get(url_of(model, "history", row.pk))

    assert [page.status_code for page in (listed, shown, history)] == [200, 200, 200]


@pytest.mark.parametrize("model", [Study, Questionnaire, Participant, Researcher, Group])
def test_what_can_be_added_has_a_form(model: type[models.Model], admin: Client) -> None:
    assert admin.get(url_of(model, "add")).status_code == 200


@pytest.mark.parametrize("model", [Prompt, Notification, Response, Schedule, Alert])
def test_what_happened_can_be_neither_added_changed_nor_deleted(
    model: type[models.Model], admin: Client
) -> None:
    row = model._default_manager.get()

    answers = [
        admin.get(url_of(model, "add")),
        admin.post(url_of(model, "change", row.pk), {"status": "planned"}),
        admin.post(url_of(model, "delete", row.pk), {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]


def test_a_draft_opens_with_the_forms_of_its_schedules(admin: Client) -> None:
    draft = make_study(launched_at=None)

    page = admin.get(url_of(Study, "change", draft.pk)).content.decode()

    assert 'name="schedules-0-times"' in page
    assert "10:00, 16:00" in page


def test_the_list_of_prompts_tells_version_and_trigger(admin: Client) -> None:
    Prompt.objects.update(trigger=Prompt.Trigger.EVENT)

    page = admin.get(url_of(Prompt, "changelist")).content.decode()

    assert "moments, 1" in page
    assert ">event<" in "".join(page.split())


def test_the_dashboard_leads_to_every_list(admin: Client) -> None:
    page = admin.get(reverse("admin:index")).content.decode()

    assert [model for model in MODELS if url_of(model, "changelist") not in page] == [Schedule]


def test_the_dashboard_tells_how_each_study_goes(admin: Client) -> None:
    page = admin.get(reverse("admin:index")).content.decode()

    assert "Running; 1 participant enrolled; prompts: 1 answered, 0 missed, 0 ahead" in page
    assert "(compliance 100%)" in page


def test_no_page_shows_a_participants_address(admin: Client) -> None:
    participant = Participant.objects.get()
    urls = [
        *(url_of(model, "changelist") for model in MODELS),
        *(url_of(model, "change", model._default_manager.all()[0].pk) for model in MODELS),
        url_of(Participant, "withdraw", participant.pk),
        url_of(Study, "launch", participant.study_id),
        url_of(Study, "add_participants", participant.study_id),
        reverse("admin:index"),
    ]

    pages = "".join(admin.get(url).content.decode() for url in urls)

    assert "ola.nowak" not in pages


def test_enrolling_leaves_no_address_in_the_history(admin: Client) -> None:
    study = Study.objects.get()
    admin.post(url_of(Study, "add_participants", study.pk), {"lines": "jan.kos@example.org"})
    admin.post(
        url_of(Participant, "add"),
        {"study": study.pk, "email": "ewa.kos@example.org", "language": "pl", "time_zone": ""},
    )

    logged = "".join(map(str, django_admin.models.LogEntry.objects.values_list()))

    assert "P0003" in logged
    assert ".kos" not in logged


def test_a_response_shows_questions_and_answers_in_its_language(admin: Client) -> None:
    page = admin.get(url_of(Response, "change", Response.objects.get().pk)).content.decode()

    assert "2 = tekst" in page
    assert "Mon 11 Jan 2027, 10:00" in page


def test_an_answer_cannot_bring_markup_into_the_page(admin: Client) -> None:
    Response.objects.update(answers=ANSWERS | {"note": "<script>alert(1)</script>"})

    page = admin.get(url_of(Response, "change", Response.objects.get().pk)).content.decode()

    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


@pytest.mark.parametrize("words", ["P0001", "p1", "0001"])
def test_a_participant_is_found_by_code(words: str, admin: Client) -> None:
    page = admin.get(url_of(Participant, "changelist"), {"q": words}).content.decode()

    assert url_of(Participant, "change", Participant.objects.get().pk) in page


@pytest.mark.parametrize("page", ["studies/study", "participants/participant"])
def test_an_address_that_names_no_row_is_no_fault_of_ours(admin: Client, page: str) -> None:
    response = admin.get(f"/admin/{page}/abc/change/")

    assert response.status_code == 404


def test_whoever_logs_in_from_the_log_in_page_comes_to_the_studies(
    researcher: Researcher,
) -> None:
    researcher.set_password("correct horse battery")
    researcher.save()

    answer = Client().post(
        reverse("admin:login"),
        {"username": researcher.email, "password": "correct horse battery"},
    )

    assert answer.headers["Location"] == reverse("admin:index")
