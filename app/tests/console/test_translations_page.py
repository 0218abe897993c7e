from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from esmpress.languages import LANGUAGES
from esmpress.questionnaires.models import Questionnaire
from tests.console.browsers import browser_of, browser_of_other
from tests.factories import make_questionnaire, make_study

pytestmark = pytest.mark.django_db


def page_of(questionnaire: Questionnaire) -> str:
    return reverse("admin:questionnaires_questionnaire_translations", args=[questionnaire.pk])


def file_of(
    client: Client, questionnaire: Questionnaire, form: str, source: str, target: str = ""
) -> Any:
    args = [questionnaire.pk, form, source]
    url = reverse("admin:questionnaires_questionnaire_translation_file", args=args)
    return client.get(url, {"target": target} if target else {})


def bring(client: Client, questionnaire: Questionnaire, content: bytes) -> Any:
    chosen = SimpleUploadedFile("texts", content)
    return client.post(page_of(questionnaire), {"file": chosen}, follow=True)


def gapped() -> Questionnaire:
    """A draft one of whose texts is there in English only."""
    questionnaire = make_questionnaire(slug="affect", published=False)
    questionnaire.add_item(name="late", kind="text", text={"en": "Late {day}?"})
    return questionnaire


def test_the_page_says_how_many_texts_each_language_has(admin: Client) -> None:
    page = admin.get(page_of(gapped())).content.decode()

    assert "10 of 10 texts" in page
    assert "9 of 10 texts" in page
    assert "<li>item late</li>" in page


@pytest.mark.parametrize("form", ["csv", "xliff"])
def test_a_file_goes_to_translators_and_comes_back(admin: Client, form: str) -> None:
    questionnaire = gapped()
    file = file_of(admin, questionnaire, form, "en", "pl").content.decode()
    # The columns of the languages between English and Polish stay empty.
    between = "," * list(LANGUAGES).index("pl")
    filled = (
        file.replace(f"Late {{day}}?{between}", f"Late {{day}}?{between}Późno {{day}}?")
        if form == "csv"
        else file.replace("{day}?</source>", "{day}?</source><target>Późno {day}?</target>")
    )

    done = bring(admin, questionnaire, filled.encode())

    assert "1 text added, 0 changed." in done.content.decode()
    assert questionnaire.draft_items.get(name="late").text["pl"] == "Późno {day}?"


def test_a_file_that_changes_nothing_says_so(admin: Client) -> None:
    questionnaire = gapped()
    file = file_of(admin, questionnaire, "csv", "en")

    head = ",".join(["\ufeffkey", "place", "source:en", *list(LANGUAGES)[1:]])
    assert file.content.decode().startswith(f"{head}\r\n")
    assert (
        "has all these texts already" in bring(admin, questionnaire, file.content).content.decode()
    )


def test_a_text_that_changed_meanwhile_is_named(admin: Client) -> None:
    content = "key,source:en,pl\nitems.late.text,Later {day}?,Późno {day}?\n".encode()

    done = bring(admin, gapped(), content).content.decode()

    assert "The text was changed after the file was made; look at: item late." in done


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The first row must name the columns"),
        (b"key,source:en,pl\ngone,a,b\n", "there is no text “gone” in the draft"),
        (b"key,source:en,pl\nitems.late.text,a,b\n", "{day} is missing"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "declares a document type or entities"),
        (b"x" * 5_000_001, "at most 5 MB are read"),
    ],
)
def test_a_file_with_a_fault_changes_nothing(admin: Client, content: bytes, sentence: str) -> None:
    questionnaire = gapped()

    page = bring(admin, questionnaire, content)

    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert questionnaire.draft_items.get(name="late").text == {"en": "Late {day}?"}


def test_a_draft_that_cannot_be_read_says_what_to_mend_first(admin: Client) -> None:
    questionnaire = gapped()
    questionnaire.draft_items.filter(name="late").update(kind="slider")

    page = admin.get(page_of(questionnaire)).content.decode()

    assert "item late, min_label: Field required." in page
    assert file_of(admin, questionnaire, "csv", "en").status_code == 422


@pytest.mark.parametrize(
    ("form", "source", "target"),
    [("csv", "fr", ""), ("pdf", "en", "pl"), ("xliff", "en", ""), ("xliff", "en", "en")],
)
def test_a_file_there_is_not_is_not_found(
    admin: Client, form: str, source: str, target: str
) -> None:
    assert file_of(admin, gapped(), form, source, target).status_code == 404


def test_who_may_only_look_gets_files_and_brings_none() -> None:
    questionnaire = gapped()
    looker = browser_of("observer", make_study(questionnaire=questionnaire, launched_at=None))

    assert file_of(looker, questionnaire, "csv", "en").status_code == 200
    assert "Take these texts" not in looker.get(page_of(questionnaire)).content.decode()
    bring(looker, questionnaire, b"key,source:en,pl\nitems.late.text,,P {day}\n")
    assert "pl" not in questionnaire.draft_items.get(name="late").text


def test_who_may_see_no_questionnaires_gets_no_texts() -> None:
    stranger = browser_of_other()

    assert stranger.get(page_of(gapped())).status_code == 404
    assert file_of(stranger, Questionnaire.objects.latest("pk"), "csv", "en").status_code == 404
