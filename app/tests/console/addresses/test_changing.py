"""A typo in an address is mended: mail goes elsewhere, and what was known of the old one goes."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry
from esmpress.delivery.models import CoordinatorAlert, Letter
from esmpress.delivery.portal_mail import mail_link
from esmpress.participants.models import Contact, JoinRequest, Participant, email_index
from esmpress.participants.portal_links import UnknownPortalLink, find_participant, portal_token
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.studies.models import ConsentDocument
from esmpress.withdrawal import Level, withdraw
from tests.console.browsers import browser_of
from tests.factories import LAUNCHED_AT, make_participant, make_study

pytestmark = pytest.mark.django_db
OLD, NEW = "ola@exmaple.org", "ola@example.org"


@pytest.fixture
def ola() -> Participant:
    return make_participant(email=OLD)


def change(client: Client, participant: Participant, email: str = NEW) -> Any:
    page = reverse("admin:participants_participant_change_address", args=[participant.pk])
    return client.post(page, {"email": email})


def test_mail_goes_to_the_new_address_and_the_old_one_is_gone(
    admin: Client, ola: Participant
) -> None:
    before = Contact.objects.values().get()

    answer = change(admin, ola)

    contact = Contact.objects.get()
    assert answer.status_code == 302
    assert contact.email == NEW
    assert bytes(contact.sealed_email) != bytes(before["sealed_email"])
    assert bytes(contact.email_index) == email_index(ola.study_id, NEW)


def test_a_letter_that_waits_goes_to_the_new_address(admin: Client, ola: Participant) -> None:
    mail_link(ola, now=LAUNCHED_AT)

    change(admin, ola)

    assert Letter.objects.get().email == NEW


def test_neither_address_stands_in_what_is_said_or_kept(admin: Client, ola: Participant) -> None:
    answer = change(admin, ola)

    said = " ".join(map(str, get_messages(answer.wsgi_request)))
    kept = " ".join(f"{one.words} {one.changes}" for one in AuditEntry.objects.all())
    assert "mail goes to the new address" in said
    assert "Address changed." in kept
    assert "'sealed_email': []" in kept
    assert not any(address in said + kept for address in (OLD, NEW))
    assert LogEntry.objects.get().change_message == "Address changed."


def test_what_came_back_from_the_old_one_does_not_count(admin: Client, ola: Participant) -> None:
    suppress_addresses({ola.pk: "bounced"}, now=LAUNCHED_AT)
    CoordinatorAlert.objects.create(
        participant=ola, kind="bounced", reason=f"no mailbox {OLD}", raised_at=LAUNCHED_AT
    )

    change(admin, ola)

    ola.refresh_from_db()
    assert ola.gets_mail
    assert CoordinatorAlert.objects.get().reason == ""
    assert LogEntry.objects.get().change_message.endswith("suppressed; that is lifted.")


def test_whoever_unsubscribed_stays_so(admin: Client, ola: Participant) -> None:
    mark_unsubscribed(ola, now=LAUNCHED_AT)

    change(admin, ola)

    ola.refresh_from_db()
    assert not ola.gets_mail


def test_links_mailed_to_the_old_one_open_nothing(admin: Client, ola: Participant) -> None:
    token = portal_token(ola.pk, ola.portal_epoch, now=LAUNCHED_AT)

    change(admin, ola)

    with pytest.raises(UnknownPortalLink):
        find_participant(token, now=LAUNCHED_AT)


def test_requests_of_the_old_address_are_gone(admin: Client, ola: Participant) -> None:
    document = ConsentDocument.objects.create(
        study=ola.study, number=1, title={}, text={}, purposes=[], published_at=LAUNCHED_AT
    )
    kept = {"study": ola.study, "document": document, "choices": {}, "created_at": LAUNCHED_AT}
    JoinRequest.objects.create(
        **kept, participant=ola, email_index=email_index(ola.study_id, OLD), language="en"
    )

    change(admin, ola)

    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nobody", "This is not an e-mail address."),
        ("", "This field is required."),
        ("OLA@exmaple.org", "That is the address already."),
        ("jan@example.org", "Somebody in this study has this address already."),
        (f"{'a' * 250}@example.org", "This is not an e-mail address."),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    email: str, sentence: str, admin: Client, ola: Participant
) -> None:
    make_participant(ola.study, email="jan@example.org")

    answer = change(admin, ola, email)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Contact.objects.get(participant=ola).email == OLD
    assert not LogEntry.objects.exists()


def test_the_same_address_can_be_in_another_study(admin: Client, ola: Participant) -> None:
    make_participant(make_study(), email=NEW)

    assert change(admin, ola).status_code == 302


def test_who_is_forgotten_gets_no_new_address(admin: Client, ola: Participant) -> None:
    withdraw(ola, Level.FORGET, tells=False, now=LAUNCHED_AT)

    answer = change(admin, ola)

    assert "There is no address any more" in answer.content.decode()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", ["editor", "analyst", "observer"])
def test_others_change_no_address(role: str, ola: Participant) -> None:
    assert change(browser_of(role, ola.study), ola).status_code == 403
    assert Contact.objects.get().email == OLD


def test_posting_twice_changes_it_once(admin: Client, ola: Participant) -> None:
    change(admin, ola)

    again = change(admin, ola)

    assert again.status_code == 422
    assert LogEntry.objects.count() == 1
