"""Leaving the form of a message: to the study's other texts, and with what is not saved yet."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import Study
from tests.console.pages import form_with
from tests.delivery.conftest import smtp  # noqa: F401
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def url_of(study: Study, end: str = "", *, kind: str = "invitation", language: str = "en") -> str:
    return reverse(f"admin:studies_study_message{end}", args=[study.pk, kind, language])


@pytest.mark.parametrize(("typed", "is_unsaved"), [({}, False), ({"subject": "New"}, True)])
def test_a_test_mail_of_what_is_sent_already_leaves_nothing_to_save(
    typed: dict[str, str],
    is_unsaved: bool,
    admin: Client,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    study = make_study()
    begun = form_with(admin.get(url_of(study)), "body")

    page = admin.post(url_of(study, "_test"), begun | typed).content.decode()

    assert len(smtp.messages()) == 1
    assert (" data-unsaved " in page) == is_unsaved


def test_one_press_leads_to_the_same_message_in_another_language(admin: Client) -> None:
    study = make_study()

    page = admin.get(url_of(study)).content.decode()

    assert '<strong aria-current="page">Invitation, English</strong>' in page
    for kind, language, title in (
        ("invitation", "pl", "Invitation, Polish"),
        ("reminder", "en", "Reminder, English"),
    ):
        address = url_of(study, kind=kind, language=language)
        assert f'<a href="{address}" class="underline">{title}</a>' in page
