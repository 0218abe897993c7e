"""A message to those chosen in the list: shown, tried on oneself, and sent once to who wants it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.delivery.models import Letter, WrittenMessage
from esmpress.participants.models import Participant
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.console.many.selecting import LIST, ask, said
from tests.console.pages import form_with
from tests.delivery.conftest import smtp  # noqa: F401
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
BEFORE = datetime(2026, 1, 12, tzinfo=UTC)
WRITE = reverse("admin:participants_participant_write_to_many")
TYPED = {"subject": "A word from us", "body": "The lab is closed. {{contact_name}}"}


@pytest.fixture
def people(study: Study) -> list[Participant]:
    """Two who want mail, and one each who does not, or is not reached."""
    some = [make_participant(study, language="pl") for _ in range(4)]
    mark_unsubscribed(some[2], now=BEFORE)
    suppress_addresses({some[3].pk: "bounced"}, now=BEFORE)
    return some


def press(client: Client, page: Any, button: str, **typed: Any) -> Any:
    form = form_with(page, "people") | {button: "1"} | TYPED | typed
    return client.post(WRITE, form)


def test_the_page_counts_who_gets_it_and_who_does_not(
    admin: Client, people: list[Participant]
) -> None:
    page = ask(admin, "write_many", people).content.decode()

    assert "Send to 2 participants" in page
    assert "(P0003): Unsubscribed: wants no more messages." in page
    assert "(P0004): Mail does not reach them." in page
    assert not Letter.objects.exists()


def test_sending_writes_a_letter_to_each_and_says_how_many(
    admin: Client, people: list[Participant]
) -> None:
    done = press(admin, ask(admin, "write_many", people), "send")

    letters = Letter.objects.order_by("pk").values_list("participant", "language", "kind")
    assert list(letters) == [(one.pk, "pl", "written") for one in people[:2]]
    assert said(done)[-1] == "The message goes out to 2 participants within minutes."
    assert done["Location"] == LIST


def test_pressing_twice_sends_once(admin: Client, people: list[Participant]) -> None:
    page = ask(admin, "write_many", people)
    press(admin, page, "send")

    again = press(admin, page, "send")

    assert said(again)[-1] == "This was sent already; nothing goes out twice."
    assert Letter.objects.count() == 2
    assert LogEntry.objects.count() == 2


def test_a_preview_shows_it_as_one_of_them_gets_it_with_links_of_nobody(
    admin: Client, people: list[Participant]
) -> None:
    typed = {"body": "By {{contact_name}}: {{portal}}"}

    page = press(admin, ask(admin, "write_many", people), "preview", **typed).content.decode()

    assert "As P0001 gets it" in page
    assert "By Dr Nowak: " in page
    assert "/me/A-LINK-AS-AN-EXAMPLE-ONLY" in page
    assert "Pytania" in page
    assert not Letter.objects.exists()


def test_what_was_previewed_is_sent_from_the_same_form(
    admin: Client, people: list[Participant]
) -> None:
    previewed = press(admin, ask(admin, "write_many", people), "preview")

    admin.post(WRITE, form_with(previewed, "people") | {"send": "1"})

    assert WrittenMessage.objects.get().subject == TYPED["subject"]
    assert Letter.objects.count() == 2


def test_a_test_goes_to_who_writes_alone(
    admin: Client,
    people: list[Participant],
    smtp: SmtpServer,  # noqa: F811
) -> None:
    page = press(admin, ask(admin, "write_many", people), "test")

    [mail] = smtp.messages()
    assert (mail["To"], mail["Subject"]) == ("anna@example.org", "Test: A word from us")
    assert "Sent a test mail to anna@example.org" in page.content.decode()
    assert not list(get_messages(page.wsgi_request))
    assert not Letter.objects.exists()
    told = LogEntry.objects.get().change_message
    assert told == "Sent a test mail of the message to participants."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": ""}, "Write a subject."),
        ({"body": "{{link}}"}, "{{link}} stands for nothing here"),
        ({"key": "x"}, "Enter a valid UUID."),
    ],
)
def test_a_faulty_text_is_not_sent(
    typed: dict[str, str], sentence: str, admin: Client, people: list[Participant]
) -> None:
    page = press(admin, ask(admin, "write_many", people), "send", **typed)

    assert page.status_code == 422
    assert sentence in page.content.decode() or "key" in typed
    assert not Letter.objects.exists()


def test_it_is_in_history_trail_and_timeline(
    admin: Client, researcher: Researcher, people: list[Participant]
) -> None:
    press(admin, ask(admin, "write_many", people), "send")

    words = "Message written: “A word from us”."
    told = AuditEntry.objects.filter(words=words).order_by("number")
    timeline = admin.get(reverse("admin:participants_participant_timeline", args=[people[0].pk]))
    assert [(entry.researcher, entry.subject) for entry in told] == [
        (researcher.pk, str(one.pk)) for one in people[:2]
    ]
    assert "anna@example.org: “A word from us”, waits to be sent" in timeline.content.decode()


def test_one_participant_is_written_to_from_their_page(
    admin: Client, people: list[Participant]
) -> None:
    page = admin.get(reverse("admin:participants_participant_write", args=[people[1].pk]))

    done = press(admin, page, "send")

    assert Letter.objects.get().participant == people[1]
    assert done["Location"].endswith(f"/{people[1].pk}/change/")


def test_one_study_at_a_time(admin: Client, people: list[Participant]) -> None:
    other = make_participant(make_study(name="Zzz"))

    page = ask(admin, "write_many", [*people, other])
    press(admin, page, "send")

    assert "Of another study: write to one study at a time." in page.content.decode()
    assert not Letter.objects.filter(participant=other).exists()


def test_people_of_another_study_stay_out_when_the_first_study_has_nobody_left(
    admin: Client, people: list[Participant]
) -> None:
    page = ask(admin, "write_many", [people[0], make_participant(make_study(name="Zzz"))])
    mark_unsubscribed(people[0], now=BEFORE)

    press(admin, page, "send")

    assert not Letter.objects.exists()


def test_whoever_got_two_today_is_left_out(admin: Client, people: list[Participant]) -> None:
    for _ in range(2):
        press(admin, ask(admin, "write_many", people[:1]), "send")

    page = ask(admin, "write_many", people).content.decode()

    assert "(P0001): Got 2 such messages within a day already." in page
    assert "Send to 1 participant<" in page


def test_whoever_unsubscribes_while_it_is_typed_gets_none(
    admin: Client, people: list[Participant]
) -> None:
    page = ask(admin, "write_many", people)
    mark_unsubscribed(people[0], now=BEFORE)

    press(admin, page, "send")

    assert Letter.objects.get().participant == people[1]


@pytest.mark.parametrize("role", ["editor", "analyst", "observer"])
def test_others_write_to_nobody(role: str, people: list[Participant]) -> None:
    client = browser_of(role, people[0].study)
    typed = {"people": str(people[0].pk), "send": "1", **TYPED}

    assert client.post(WRITE, typed).status_code == 403
    assert "write_many" not in client.get(LIST).content.decode()
    assert not Letter.objects.exists()
