"""A study's messages in the Admin: its own texts, their preview, a test mail."""

from __future__ import annotations

import json
import re
import socket
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.console.message_test import MAX_TESTS
from esmpress.delivery.models import MessageTemplate, Notification
from esmpress.studies.models import Study
from tests.console import forms
from tests.console.pages import form_with
from tests.delivery.conftest import smtp  # noqa: F401
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
GOOD = {
    "subject": "Your questionnaire, until {{closing_time}}",
    "body": "Hi,\n\n{{button: Begin}}\n\nuntil {{closing_time}}",
    "html": "",
}
FORM_TYPE = "application/x-www-form-urlencoded"
ENDS = ("", "_preview", "_test", "_standard")


@pytest.fixture
def study() -> Study:
    return make_study(contact_name="Dr Nowak", mail_color="#1d4ed8")


def url_of(study: Study, end: str = "", *, kind: str = "invitation", language: str = "en") -> str:
    return reverse(f"admin:studies_study_message{end}", args=[study.pk, kind, language])


def preview(client: Client, study: Study, **typed: str) -> dict[str, Any]:
    answer = client.post(url_of(study, "_preview"), GOOD | typed)
    shown: dict[str, Any] = json.loads(answer.content)
    return shown


def with_rights(*rights: str) -> Client:
    staff = Researcher.objects.create_user("staff@example.org")
    for right in rights:
        app, _, codename = right.partition(".")
        named = Permission.objects.get(content_type__app_label=app, codename=codename)
        staff.user_permissions.add(named)
    client = Client()
    client.force_login(staff)
    return client


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


def test_the_preview_shows_example_values_in_the_studys_colour(admin: Client, study: Study) -> None:
    shown = preview(admin, study)

    assert shown["subject"].startswith("Your questionnaire, until ")
    assert "{{" not in shown["subject"] + shown["text"] + shown["light"]
    assert "#1d4ed8" in shown["light"]
    assert "Begin" in shown["light"]
    assert "A-LINK-AS-AN-EXAMPLE" in shown["text"]
    assert (shown["faults"], shown["remarks"]) == ([], [])
    assert not MessageTemplate.objects.exists()


def test_the_preview_is_light_or_dark_whatever_the_researcher_has(
    admin: Client, study: Study
) -> None:
    shown = preview(admin, study)

    assert "@media not all{" in shown["light"]
    assert "@media all{" in shown["dark"]
    assert "prefers-color-scheme" not in shown["light"] + shown["dark"]


def test_the_preview_names_faults_while_one_types(admin: Client, study: Study) -> None:
    shown = preview(admin, study, body="{{buton}}")

    assert shown["faults"][0] == "Text: Line 1: {{buton}} is unknown: did you mean {{button}}?"


def test_a_preview_runs_nothing_and_loads_nothing(admin: Client, study: Study) -> None:
    typed = {"body": "<script>alert(1)</script>", "html": '<img src="https://a.b/c">{{link}}'}
    shown = preview(admin, study, **typed)
    page = admin.post(url_of(study), GOOD | typed | {"subject": ""}).content.decode()

    for document in (shown["light"], shown["dark"]):
        assert "default-src 'none'" in document
        assert "<script" not in document
        assert "<img" not in document
    assert page.count('sandbox=""') == 2
    assert "<script>alert" not in page


def test_a_text_far_too_long_is_not_even_tried(admin: Client, study: Study) -> None:
    shown = preview(admin, study, body="{{link}}" * 100_000)

    assert shown["light"] == ""
    assert "at most 20 kB" in shown["faults"][0]


@pytest.mark.parametrize("html", ["<a " * 12_000, "<b lang=x><p>a" * 4_000, "<div>" * 11_000])
def test_html_that_would_cost_a_parser_minutes_is_not_even_tried(
    html: str, admin: Client, study: Study
) -> None:
    shown = preview(admin, study, html="{{link}}" + html)

    assert shown["light"] == ""
    assert shown["faults"][0].startswith("HTML of your own: Line 1: ")


def test_a_test_mail_goes_to_the_researcher_alone(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    make_participant(study)

    page = admin.post(url_of(study, "_test"), GOOD).content.decode()

    [mail] = smtp.messages()
    assert mail["To"] == "anna@example.org"
    assert mail["Subject"].startswith("Test: Your questionnaire, until ")
    assert mail["Reply-To"] == "Dr Nowak <nowak@example.org>"
    assert "Sent a test mail to anna@example.org: SMTP took it." in page
    assert LogEntry.objects.get().change_message == "Sent a test mail of the invitation in English."
    assert not MessageTemplate.objects.exists()
    assert not Notification.objects.exists()


def test_what_the_mail_server_says_is_shown(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    smtp.orders.data_code = 550

    page = admin.post(url_of(study, "_test"), GOOD).content.decode()

    assert "The test mail was not sent: " in page
    assert "550" in page
    assert LogEntry.objects.get().change_message == (
        "Tried to send a test mail of the invitation in English, not sent: "
        "the mail server answered 550."
    )


def test_a_mail_server_that_cannot_be_reached_is_named_in_plain_words(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
    settings: Any,
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
        answer = admin.post(url_of(study, "_test"), GOOD | {"subject": "Of mine"})

    assert smtp.messages() == []
    page = answer.content.decode()
    assert "The test mail was not sent: the mail server cannot be reached. Try again later." in page
    assert "Error" not in page
    assert form_with(answer, "body")["subject"] == ["Of mine"]
    assert LogEntry.objects.get().change_message == (
        "Tried to send a test mail of the invitation in English, not sent: "
        "the mail server cannot be reached."
    )


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


def test_a_faulty_text_is_not_sent_as_a_test(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    answer = admin.post(url_of(study, "_test"), GOOD | {"body": "Hello"})

    assert answer.status_code == 422
    assert smtp.messages() == []


def test_test_mails_have_a_limit(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    answers = [admin.post(url_of(study, "_test"), GOOD) for _ in range(MAX_TESTS + 1)]

    assert [answer.status_code for answer in answers] == [200] * MAX_TESTS + [429]
    assert len(smtp.messages()) == MAX_TESTS


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("rights", [(), ("studies.view_study",)])
def test_who_may_not_change_studies_may_not_touch_messages(
    end: str, rights: tuple[str, ...], study: Study
) -> None:
    client = with_rights(*rights)

    answer = client.post(url_of(study, end), GOOD)

    assert answer.status_code == 403
    assert not MessageTemplate.objects.exists()
    assert not LogEntry.objects.exists()


def test_who_may_not_see_studies_does_not_see_messages(study: Study) -> None:
    client = with_rights()
    texts = reverse("admin:studies_study_message_texts", args=[study.pk])

    assert client.get(texts).status_code == 403
    assert client.get(url_of(study)).status_code == 403


def test_who_may_only_see_studies_sees_the_messages_without_a_button(study: Study) -> None:
    client = with_rights("studies.view_study")
    texts = client.get(reverse("admin:studies_study_message_texts", args=[study.pk]))
    page = client.get(url_of(study)).content.decode()

    assert url_of(study) in texts.content.decode()
    assert "Your short questionnaire is open until" in page
    assert "#1d4ed8" in page
    assert "readonly" in page
    for act in (url_of(study, "_test"), url_of(study, "_standard"), ">Save<", "data-insert"):
        assert act not in page


def test_who_may_only_see_studies_reads_the_title_in_words(study: Study) -> None:
    client = with_rights("studies.view_study")

    page = client.get(reverse("admin:studies_study_change", args=[study.pk])).content.decode()

    assert "English: A week of feelings" in page
    assert "Polski: Tydzień z emocjami" in page
    assert "{&quot;" not in page


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


def test_the_right_to_change_studies_is_enough(study: Study) -> None:
    client = with_rights("studies.change_study")
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


def changed(admin: Client, study: Study, **fields: str) -> HttpResponse:
    """The answer to the study's form, as it stands, with these fields changed."""
    url = reverse("admin:studies_study_change", args=[study.pk])
    posted: dict[str, Any] = dict(form_with(admin.get(url), "mail_color"))
    answer = admin.post(url, posted | fields)
    assert isinstance(answer, HttpResponse)
    return answer


def test_what_concerns_messages_can_be_changed_after_the_launch_and_is_noted(
    admin: Client, study: Study
) -> None:
    fields = {
        "mail_color": "#AA3300",
        "snooze_minutes": "15",
        "reminders_until": "answered",
        "resend_uncertain": "on",
    }

    answer = changed(admin, study, **fields)

    study.refresh_from_db()
    assert answer.status_code == 302
    assert (study.mail_color, study.snooze_minutes) == ("#aa3300", 15)
    assert (study.reminders_until, study.resend_uncertain) == ("answered", True)
    assert "Colour of messages" in LogEntry.objects.get().get_change_message()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("mail_color", "red", "Write a colour like #0f5c5c."),
        ("mail_color", "#0f5c5c;x", "Write a colour like #0f5c5c."),
        ("snooze_minutes", "241", "less than or equal to 240"),
        ("contact_name", "Dr\nBcc: all@example.org", "Take out line breaks"),
    ],
)
def test_what_would_spoil_messages_is_refused(
    field: str, value: str, sentence: str, admin: Client, study: Study
) -> None:
    page = changed(admin, study, **{field: value}).content.decode()

    assert sentence in page
