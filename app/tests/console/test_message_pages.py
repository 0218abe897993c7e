"""The addresses of a study's messages: where they stand and what they refuse."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study
from tests.console.messages import FORM_TYPE, GOOD, url_of
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def test_the_pages_say_where_they_stand(admin: Client, study: Study) -> None:
    texts = reverse("admin:studies_study_message_texts", args=[study.pk])
    pages = [admin.get(url).content.decode() for url in (texts, url_of(study))]

    assert f"Message texts | {study} |" in pages[0]
    assert f"Invitation in English | {study} |" in pages[1]
    for page in pages:
        [trail] = re.findall(r'aria-label="You are here".*?</nav>', page, re.DOTALL)
        assert reverse("admin:studies_study_changelist") in trail
        assert reverse("admin:studies_study_change", args=[study.pk]) in trail
        assert "Message texts" in trail
    assert texts in pages[1]


def test_a_post_too_long_to_be_read_is_explained_in_words(admin: Client, study: Study) -> None:
    typed = GOOD | {"body": "x" * 3_000_000}

    answers = [
        admin.post(url_of(study, end), urlencode(typed), content_type=FORM_TYPE)
        for end in ("", "_test")
    ]
    shown = admin.post(url_of(study, "_preview"), typed, headers={"accept": "application/json"})

    for answer in answers:
        assert answer.status_code == 413
        assert "At most 20 kB of text and 60 kB of HTML are possible." in answer.content.decode()
    assert json.loads(shown.content)["faults"] == [
        "At most 20 kB of text and 60 kB of HTML are possible."
    ]


def test_a_post_too_long_of_whoever_is_not_logged_in_leads_to_the_log_in(study: Study) -> None:
    answer = Client().post(url_of(study), "x" * 3_000_000, content_type=FORM_TYPE)

    assert answer.status_code == 302
    assert reverse("admin:login") in answer.headers["Location"]


@pytest.mark.parametrize("end", ["_test", "_standard"])
def test_looking_acts_nowhere_and_leads_to_the_form(end: str, admin: Client, study: Study) -> None:
    admin.post(url_of(study), GOOD)

    answer = admin.get(url_of(study, end))

    assert answer.status_code == 302
    assert answer.headers["Location"] == url_of(study)
    assert MessageTemplate.objects.exists()
    assert admin.get(url_of(study, "_preview")).status_code == 405


@pytest.mark.parametrize(
    "where", [{"kind": "farewell"}, {"language": "de"}, {"kind": "reminder", "language": "xx"}]
)
def test_a_message_that_does_not_exist_is_not_found(
    where: dict[str, str], admin: Client, study: Study
) -> None:
    assert admin.get(url_of(study, **where)).status_code == 404
    assert admin.post(url_of(study, **where), GOOD).status_code == 404


def test_a_language_the_study_does_not_speak_is_not_found(admin: Client) -> None:
    study = make_study(languages=["pl"], title={"pl": "Tydzień"})

    assert admin.get(url_of(study, language="en")).status_code == 404
