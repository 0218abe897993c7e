"""In Polish the Admin is Polish, and what participants are sent stays in their language."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.console.messages import GOOD, url_of
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return make_study(languages=["en", "pl"], launched_at=None)


@pytest.fixture
def owner(study: Study) -> Client:
    """The owner of the study, who reads Polish."""
    client = browser_of("owner", study)
    Researcher.objects.update(language="pl")
    return client


def shown(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(f"admin:{name}", args=args)).content.decode()


def test_the_menu_is_polish(owner: Client) -> None:
    page = shown(owner, "index")

    menu = re.findall(r"(?:Obserwacja|Sygnały|Wiadomości|Zadania|Badania|Uczestnicy)", page)
    assert set(menu) >= {"Obserwacja", "Sygnały", "Zadania", "Badania", "Uczestnicy"}
    assert "Prompts" not in page
    assert "Partial responses" not in page


def test_the_groups_of_acts_on_a_study_are_polish(owner: Client, study: Study) -> None:
    page = shown(owner, "studies_study_change", study.pk)

    assert all(word in page for word in ("Poczta", "Dane", "Uruchom", "Przygotowanie"))


def test_choices_and_hints_of_models_are_polish(owner: Client, study: Study) -> None:
    page = shown(owner, "studies_study_change", study.pk)

    assert "pierwszy poniedziałek po włączeniu do badania" in page
    assert "Dla badaczy; uczestnicy jej nie widzą." in page


def test_numbers_are_written_as_in_polish(owner: Client, study: Study) -> None:
    assert "0,0%" in shown(owner, "studies_study_delivery", study.pk)


def test_plurals_are_polish(owner: Client, study: Study) -> None:
    assert "1 harmonogram:" in shown(owner, "studies_study_set_up", study.pk)


def test_a_message_is_the_same_whatever_its_researcher_reads(owner: Client, study: Study) -> None:
    in_polish = preview(owner, study)
    Researcher.objects.update(language="en")

    assert preview(owner, study) == in_polish


def preview(client: Client, study: Study) -> dict[str, Any]:
    """An English message as a participant would see it."""
    answer = json.loads(client.post(url_of(study, "_preview"), GOOD).content)
    return {part: answer[part] for part in ("subject", "light", "text")}
