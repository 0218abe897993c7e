from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import draft_definition
from tests.console.browsers import browser_of
from tests.console.pages import Posted, form_with
from tests.exchange.workbooks import with_member, xlsx
from tests.factories import make_questionnaire, make_study

pytestmark = pytest.mark.django_db
IMPORT = "admin:questionnaires_questionnaire_import_file"
FORM = xlsx(
    survey=[
        {"type": "select_one moods", "name": "mood", "label": "How?"},
        {"type": "text", "name": "why", "label": "Why?", "relevant": "${mood} = 'bad'"},
        {"type": "audio", "name": "sound", "label": "Say it"},
    ],
    choices=[
        {"list_name": "moods", "name": "good", "label": "Good"},
        {"list_name": "moods", "name": "bad", "label": "Bad"},
    ],
    settings=[{"form_title": "Evening"}],
)
TABLE = b"type;name;label;choice1;choice2\nmc;place;Where?;here;there\n"


def look_at(
    client: Client, content: bytes, *, name: str = "form.xlsx", system: str = "xlsform"
) -> Any:
    chosen = SimpleUploadedFile(name, content)
    return client.post(reverse(IMPORT), {"file": chosen, "system": system, "language": "en"})


def confirmed(page: Any, **changes: str) -> Posted:
    return form_with(page, "digest") | {"confirm": ["1"]} | {n: [v] for n, v in changes.items()}


def test_the_page_asks_for_a_file_and_what_wrote_it(admin: Client) -> None:
    page = admin.get(reverse(IMPORT)).content.decode()

    assert "formr (.xlsx or .csv)" in page
    assert 'accept=".xlsx,.csv"' in page


def test_what_comes_of_each_row_is_shown_before_anything_is_kept(admin: Client) -> None:
    page = look_at(admin, FORM)

    shown = page.content.decode()
    assert page.status_code == 200
    assert "this type has no counterpart (audio)" in shown
    assert "“bad” is 2 in the data" in shown
    assert form_with(page, "digest")["slug"] == ["evening"]
    assert not Questionnaire.objects.exists()


def test_an_xlsform_becomes_a_draft_and_its_report_is_kept(admin: Client) -> None:
    page = look_at(admin, FORM)

    done = admin.post(reverse(IMPORT), confirmed(page, name="Evenings"), follow=True)

    questionnaire = Questionnaire.objects.get(slug="evening")
    assert "“Evenings” is imported as a draft with 2 items." in done.content.decode()
    assert [str(one.show_if) for one in draft_definition(questionnaire).items] == [
        "None",
        "mood == 2",
    ]
    assert "survey 4: left out (sound)" in LogEntry.objects.latest("pk").change_message


def test_a_table_of_formr_becomes_a_draft_in_the_chosen_language(admin: Client) -> None:
    page = look_at(admin, TABLE, name="daily.csv", system="formr")

    admin.post(reverse(IMPORT), confirmed(page))

    draft = draft_definition(Questionnaire.objects.get(slug="daily"))
    assert draft.items[0].text == {"en": "Where?"}


def test_a_taken_slug_is_refused_and_the_file_kept(admin: Client) -> None:
    make_questionnaire(slug="moment")
    page = look_at(admin, FORM)

    again = admin.post(reverse(IMPORT), confirmed(page, slug="moment"))

    assert again.status_code == 422
    assert "There is a questionnaire “moment” already." in again.content.decode()
    assert form_with(again, "digest")["content"] == form_with(page, "digest")["content"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "no .xlsx file"),
        (with_member(FORM, "xl/vbaProject.bin", b"x"), "holds macros (xl/vbaProject.bin)"),
        (xlsx(survey=[{"a": "b"}]), "this is no XLSForm"),
        (b"x" * 5_000_001, "at most 5 MB are read"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    admin: Client, content: bytes, sentence: str
) -> None:
    page = look_at(admin, content)

    assert page.status_code == 422
    assert sentence in page.content.decode()


def test_only_who_may_add_questionnaires_imports_one() -> None:
    looker = browser_of("coordinator", make_study())

    assert looker.get(reverse(IMPORT)).status_code == 403


def test_script_in_a_file_is_shown_as_words(admin: Client) -> None:
    form = xlsx(survey=[{"type": "text", "name": "<script>x</script>", "label": "<b>a</b>"}])

    shown = look_at(admin, form).content.decode()

    assert "<script>x" not in shown
    assert "&lt;script&gt;x" in shown
    assert "To mend before publishing: item script_x_script, text in en: HTML" in shown
