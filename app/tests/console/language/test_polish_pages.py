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
from tests.delivery.builders import make_notification
from tests.factories import make_participant, make_prompt, make_study

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

    menu = re.findall(r"(?:Obserwacja|Sygnały|Powiadomienia|Zadania|Badania|Uczestnicy)", page)
    assert set(menu) >= {
        "Obserwacja",
        "Sygnały",
        "Powiadomienia",
        "Zadania",
        "Badania",
        "Uczestnicy",
    }
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


def test_a_list_names_and_counts_its_rows_in_polish(owner: Client, study: Study) -> None:
    for _ in range(5):
        make_participant(study)

    page = shown(owner, "participants_participant_changelist")

    assert re.search(r">Uczestnicy</a>", page)
    assert "5 wierszy" in page
    assert "articipants<" not in page


def test_what_is_chosen_among_is_polish_wherever_a_page_got_it_from(
    owner: Client, study: Study
) -> None:
    members = shown(owner, "studies_study_members", study.pk)
    feedback = shown(owner, "studies_study_feedback", study.pk)

    assert "koordynator" in members
    assert "coordinator</" not in members
    assert "linia w czasie" in feedback


def test_kinds_of_items_and_the_parts_of_their_form_are_polish(owner: Client, study: Study) -> None:
    questionnaire = study.schedules.get().questionnaire_id
    add = reverse("admin:questionnaires_questionnaire_item_add", args=[questionnaire])

    kinds, form = (owner.get(add, asked).content.decode() for asked in ({}, {"kind": "text"}))

    assert "Macierz ocen" in kinds
    assert "Matrix of ratings" not in kinds
    assert all(f"<legend>{one}</legend>" in form for one in ("Pytanie", "Kiedy się o to pyta?"))


def test_notifications_are_told_in_polish(owner: Client, study: Study) -> None:
    prompt = make_prompt(make_participant(study), beep=2)
    make_notification(prompt, kind="reminder_1", status="delivered")

    page = shown(owner, "delivery_notification_changelist")

    assert "Przypomnienie 1" in page
    assert "P0001, dzień 1, sygnał 2" in page
    assert "eminder" not in re.sub(r"<[^>]*>", "", page)


def test_what_is_deleted_stands_after_a_colon_as_it_is(owner: Client, study: Study) -> None:
    page = shown(owner, "studies_study_change", study.pk)

    assert "Usuń: badanie" in page


def test_a_message_is_the_same_whatever_its_researcher_reads(owner: Client, study: Study) -> None:
    in_polish = preview(owner, study)
    Researcher.objects.update(language="en")

    assert preview(owner, study) == in_polish


def preview(client: Client, study: Study) -> dict[str, Any]:
    """An English message as a participant would see it."""
    answer = json.loads(client.post(url_of(study, "_preview"), GOOD).content)
    return {part: answer[part] for part in ("subject", "light", "text")}
