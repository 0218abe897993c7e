"""A study's own texts in the Admin: writing, keeping and giving them up."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study
from tests.console import forms
from tests.console.messages import GOOD, url_of
from tests.console.pages import form_with

pytestmark = pytest.mark.django_db


def test_the_list_has_every_kind_in_every_language_of_the_study(
    admin: Client, study: Study
) -> None:
    page = admin.get(reverse("admin:studies_study_message_texts", args=[study.pk]))

    text = page.content.decode()
    assert text.count("Standard text") == 4
    for kind in ("invitation", "reminder"):
        for language in ("en", "pl"):
            assert url_of(study, kind=kind, language=language) in text


def test_the_page_of_a_study_leads_to_its_messages(admin: Client, study: Study) -> None:
    page = admin.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert reverse("admin:studies_study_message_texts", args=[study.pk]) in page


def test_the_form_begins_with_the_standard_text_and_can_be_saved_as_it_is(
    admin: Client, study: Study
) -> None:
    page = admin.get(url_of(study, language="pl"))
    posted = form_with(page, "body")

    answer = admin.post(url_of(study, language="pl"), posted)

    own = MessageTemplate.objects.get()
    assert answer.status_code == 302
    assert (own.kind, own.language) == ("invitation", "pl")
    assert own.subject == "Krótka ankieta czeka do {{closing_time}}"
    assert own.body.startswith("Dzień dobry,\n\npora na krótką ankietę.")


def test_an_own_text_is_kept_with_who_wrote_it_and_noted(
    admin: Client, study: Study, researcher: Researcher
) -> None:
    said = forms.said(admin, url_of(study), GOOD)

    own = MessageTemplate.objects.get()
    assert said == "The invitation in English is saved."
    assert (own.subject, own.body, own.html) == (GOOD["subject"], GOOD["body"], "")
    assert own.changed_by == researcher
    assert LogEntry.objects.get().change_message.startswith("Changed the invitation in English.")


def test_a_second_text_replaces_the_first_which_the_history_keeps(
    admin: Client, study: Study
) -> None:
    admin.post(url_of(study), GOOD)
    begun = form_with(admin.get(url_of(study)), "body")

    admin.post(url_of(study), begun | {"subject": "Again", "html": "<b>Now</b> {{link}}"})
    begun = form_with(admin.get(url_of(study)), "body")
    admin.post(url_of(study), begun | {"subject": "A third"})

    said = list(LogEntry.objects.order_by("pk").values_list("change_message", flat=True))
    assert MessageTemplate.objects.get().subject == "A third"
    assert len(said) == 3
    assert f"Subject: {GOOD['subject']}\nText:\n{GOOD['body']}" in said[1]
    assert "Subject: Again\n" in said[2]
    assert said[2].endswith("HTML:\n<b>Now</b> {{link}}")


def test_what_another_wrote_meanwhile_is_shown_and_not_replaced(
    admin: Client, study: Study
) -> None:
    admin.post(url_of(study), GOOD | {"subject": "The first"})
    begun = form_with(admin.get(url_of(study)), "body")
    admin.post(url_of(study), begun | {"subject": "Of the other"})

    answer = admin.post(url_of(study), begun | {"subject": "Of mine"})
    page = answer.content.decode()
    again = form_with(answer, "body")

    assert answer.status_code == 409
    assert MessageTemplate.objects.get().subject == "Of the other"
    assert "<strong>Subject:</strong> Of the other" in page
    assert again["subject"] == ["Of mine"]
    assert admin.post(url_of(study), again).status_code == 302
    assert MessageTemplate.objects.get().subject == "Of mine"


def test_the_first_own_text_is_not_replaced_by_one_begun_from_the_standard_text(
    admin: Client, study: Study
) -> None:
    begun = form_with(admin.get(url_of(study)), "body")
    admin.post(url_of(study), begun | {"subject": "Of the other"})

    answer = admin.post(url_of(study), begun | {"subject": "Of mine"})

    assert answer.status_code == 409
    assert MessageTemplate.objects.get().subject == "Of the other"


def test_saving_twice_the_same_is_no_conflict_and_no_change(admin: Client, study: Study) -> None:
    answers = [admin.post(url_of(study), GOOD) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert LogEntry.objects.count() == 1


def test_what_another_wrote_meanwhile_is_not_deleted(admin: Client, study: Study) -> None:
    admin.post(url_of(study), GOOD)
    seen = form_with(admin.get(url_of(study)), "body")["seen"]
    admin.post(url_of(study), GOOD | {"seen": seen, "subject": "Of the other"})

    said = forms.said(admin, url_of(study, "_standard"), {"seen": seen})

    assert said.startswith("Nothing was deleted")
    assert MessageTemplate.objects.get().subject == "Of the other"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"body": "{{button}}\n{{clsing_time}}"}, "Line 2: {{clsing_time}} is unknown: did you"),
        ({"body": "Hello"}, "There is no way to the questionnaire"),
        ({"body": ""}, "There is no way to the questionnaire"),
        ({"subject": "{{link}}"}, "{{link}} does not belong into a subject"),
        ({"subject": "One\nBcc: all@example.org"}, "The subject is one line"),
        ({"subject": ""}, "Write a subject."),
        ({"body": GOOD["body"] + "x" * 600_000}, "This has 600 kB; at most 20 kB are possible."),
        ({"html": "{{link}}" + "x" * 600_000}, "This has 600 kB; at most 60 kB are possible."),
        ({"html": "<p>Hello</p>"}, "There is no way to the questionnaire"),
        ({"html": '{{link}}\n<a href="javascript:x">a</a>'}, "Line 2: no link can go to"),
    ],
)
def test_a_faulty_text_is_explained_and_not_saved(
    typed: dict[str, str], sentence: str, admin: Client, study: Study
) -> None:
    answer = admin.post(url_of(study), GOOD | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not MessageTemplate.objects.exists()
    assert not LogEntry.objects.exists()


def test_own_html_is_saved_clean_and_what_went_is_named(admin: Client, study: Study) -> None:
    html = '<p onclick="x()">Hi <b>you</b></p><script>1</script><a href="{{link}}">Begin</a>'

    answer = admin.post(url_of(study), GOOD | {"html": html})

    own = MessageTemplate.objects.get()
    remarks = [str(message) for message in get_messages(answer.wsgi_request)]
    assert own.html == '<p>Hi <b>you</b></p><a href="{{link}}">Begin</a>'
    assert remarks[-1] == (
        "Removed from the HTML, which mail cannot have: onclick (line 1), <script> (line 1)."
    )


def test_a_subject_that_names_the_study_is_saved_with_a_warning(
    admin: Client, study: Study
) -> None:
    said = forms.said(admin, url_of(study), GOOD | {"subject": "A week of feelings"})

    assert said.startswith("The subject names the study")
    assert MessageTemplate.objects.exists()


def test_the_standard_text_comes_back(admin: Client, study: Study) -> None:
    admin.post(url_of(study), GOOD)
    seen = form_with(admin.get(url_of(study)), "body")["seen"]

    said = forms.said(admin, url_of(study, "_standard"), {"seen": seen})

    [noted] = LogEntry.objects.filter(change_message__startswith=said)
    assert said == "The invitation in English has the standard text again."
    assert not MessageTemplate.objects.exists()
    assert f"Subject: {GOOD['subject']}\n" in noted.change_message
