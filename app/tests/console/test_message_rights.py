"""Who may read, change and send a study's messages."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study
from tests.console.browsers import browser_of, browser_of_other
from tests.console.messages import ENDS, GOOD, url_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("role", ["coordinator", "analyst", "observer", "api"])
def test_who_may_not_edit_the_study_may_not_touch_messages(
    end: str, role: str, study: Study
) -> None:
    answer = browser_of(role, study).post(url_of(study, end), GOOD)

    assert answer.status_code == 403
    assert not MessageTemplate.objects.exists()
    assert not LogEntry.objects.exists()


def test_who_may_not_see_studies_does_not_see_messages(study: Study) -> None:
    client = browser_of_other()
    texts = reverse("admin:studies_study_message_texts", args=[study.pk])

    assert client.get(texts).status_code == 404
    assert client.get(url_of(study)).status_code == 404
    assert client.post(url_of(study), GOOD).status_code == 404


def test_who_may_only_see_studies_sees_the_messages_without_a_button(study: Study) -> None:
    client = browser_of("observer", study)
    texts = client.get(reverse("admin:studies_study_message_texts", args=[study.pk]))
    page = client.get(url_of(study)).content.decode()

    assert url_of(study) in texts.content.decode()
    assert "Your short questionnaire is open until" in page
    assert "#1d4ed8" in page
    assert "readonly" in page
    for act in (url_of(study, "_test"), url_of(study, "_standard"), ">Save<", "data-insert"):
        assert act not in page


def test_who_may_only_see_studies_reads_the_title_in_words(study: Study) -> None:
    client = browser_of("observer", study)

    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "English: A week of feelings" in page
    assert "Polski: Tydzień z emocjami" in page
    assert "{&quot;en" not in page


def test_the_right_to_change_studies_is_enough(study: Study) -> None:
    client = browser_of("editor", study)
    texts = reverse("admin:studies_study_message_texts", args=[study.pk])

    assert client.get(texts).status_code == 200
    assert client.post(url_of(study), GOOD).status_code == 302


@pytest.mark.parametrize("end", ENDS)
def test_a_post_without_a_csrf_token_is_refused(
    end: str, study: Study, researcher: Researcher
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher)

    assert client.post(url_of(study, end), GOOD).status_code == 403
    assert not MessageTemplate.objects.exists()
