from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.delivery.event_offers import EventOffer
from esmpress.delivery.messages import Message, StudyMail, compose, compose_sample, read_studies
from esmpress.delivery.messages.places import PORTAL
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models import MessageTemplate
from esmpress.participants.portal_links import portal_address
from esmpress.prompts.snooze_links import snooze_link
from tests.delivery.messages.builders import LINK, NOW, composed, mail, row
from tests.factories import RANDOM, make_study


def parsed(message: Message) -> EmailMessage:
    """The message as a mail program reads it."""
    email = EmailMultiAlternatives(
        subject=message.filled(message.template.subject),
        body=message.filled(message.template.text),
        to=[message.to],
        headers=message.headers,
    )
    email.attach_alternative(message.filled(message.template.html), "text/html")
    read = message_from_bytes(email.message().as_bytes(), policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("kind", ["invitation", "reminder_1", "snooze_1"])
def test_every_message_is_read_by_the_standard_library(language: str, kind: str) -> None:
    message = composed(kind=kind, language=language, later=snooze_link(7))

    read = parsed(message)

    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None and html is not None
    assert read.defects == [] and text.defects == [] and html.defects == []
    assert read["To"] == "ola@example.org"
    assert read["Message-ID"] == "<00000000-0000-4000-8000-000000000002@esm.example.org>"
    assert read["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in (text.get_content(), html.get_content()):
        assert LINK in part
        assert snooze_link(7) in part
        assert read["List-Unsubscribe"].strip(" <>") in part


def test_replies_go_to_the_contact_by_name() -> None:
    message = composed()

    assert (message.reply_to, message.reply_name) == ("nowak@example.org", "Dr Nowak")


def test_events_are_named_in_the_language_of_the_participant() -> None:
    offers = [EventOffer({"en": "A quarrel", "pl": "Kłótnia"}, "https://esm.example.org/e/one")]

    message = composed(language="pl", events=offers)

    assert "„Kłótnia”" in message.template.text
    assert message.substitutions["%event_0%"] == "https://esm.example.org/e/one"


def test_later_is_offered_only_with_a_link() -> None:
    assert "%later%" not in composed().substitutions
    assert "Remind me later" not in composed().template.text
    assert "Remind me later: %later%" in composed(later="https://x").template.text


@pytest.mark.django_db
def test_what_studies_share_is_read_in_one_statement() -> None:
    studies = [make_study(mail_color="#112233", snooze_minutes=20), make_study()]
    for study in studies:
        MessageTemplate.objects.create(
            study=study, kind="reminder", language="pl", subject="S", body="B", html="<p>H</p>"
        )

    with CaptureQueriesContext(
        connection,
    ) as statements:
        read = read_studies([study.pk for study in studies])

    assert len(statements) == 1
    assert read[studies[0].pk] == StudyMail(
        pk=studies[0].pk,
        titles={"en": "A week of feelings", "pl": "Tydzień z emocjami"},
        contact_name="Dr Nowak",
        contact_email="nowak@example.org",
        color="#112233",
        snooze_minutes=20,
        texts={("reminder", "pl"): OwnText("S", "B", "<p>H</p>")},
    )
    assert read[studies[1].pk].snooze_minutes == 0


@pytest.mark.django_db
def test_a_study_with_events_is_known_as_one() -> None:
    on_event = {"kind": "on_event", "days": 7, "response_window_minutes": 30}
    study = make_study(schedules={"moments": RANDOM, "quarrels": on_event})

    assert read_studies([study.pk])[study.pk].has_events
    assert not read_studies([make_study().pk]).popitem()[1].has_events


def test_an_example_has_links_that_belong_to_nobody() -> None:
    sample = compose_sample(
        mail(snooze_minutes=5), kind="invitation", language="en", to="a@b.c", closing="10:30"
    )

    assert sample.filled(sample.template.text).count("EXAMPLE") == 2
    assert sample.filled(sample.template.subject).endswith("10:30")


def test_the_frame_leads_to_the_page_that_mails_the_link_and_opens_nothing() -> None:
    message = compose(row(), mail(), link="https://esm.example.org/s/x", now=NOW)

    for part in (message.filled(message.template.text), message.filled(message.template.html)):
        assert part.count("https://esm.example.org/me") == 1
        assert "/me/" not in part
    assert PORTAL not in message.substitutions


def test_a_text_with_the_placeholder_holds_the_recipients_own_link() -> None:
    text = OwnText("Now", "{{link}} [Your page]({{portal}})")
    study = mail().with_text("invitation", "en", text)

    message = compose(row(portal_epoch=3), study, link="https://esm.example.org/s/x", now=NOW)

    address = portal_address(row().participant_id, 3, now=NOW)
    assert f"Your page ({address})" in message.filled(message.template.text)
    assert f'href="{address}"' in message.filled(message.template.html)
    assert "https://esm.example.org/me<" not in message.template.html
