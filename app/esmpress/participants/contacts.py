"""Contact data as researchers meet it: one address read, changed, or looked for."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction

from esmpress.participants.enrolment import check_email
from esmpress.participants.models import Contact, JoinRequest, Participant, email_index
from esmpress.participants.vault import KeyMissing


class NoAddress(Exception):
    """The participant's address was deleted when they withdrew."""


class AddressLocked(Exception):
    """None of the keys opens the address: an operator has to give the one it was sealed with."""


class SameAddress(Exception):
    """The participant has this address already."""


class AddressTaken(Exception):
    """Somebody else in the study has this address."""


def address_of(participant: Participant) -> str:
    """The address, unsealed; raises NoAddress or AddressLocked."""
    contact = Contact.objects.filter(participant=participant).first()
    if contact is None:
        raise NoAddress
    try:
        return contact.email
    except (KeyMissing, InvalidTag) as error:
        raise AddressLocked from error


@transaction.atomic
def replace_address(participant: Participant, email: str, *, now: datetime) -> None:
    """Seal another address in the place of the one there is, which is gone afterwards.

    Raises ValidationError for what is no address, NoAddress, SameAddress or AddressTaken.
    """
    email = email.strip()
    check_email(email)
    rows = Contact.objects.select_for_update(of=("self",)).select_related("participant")
    contact = rows.filter(participant=participant).first()
    if contact is None:
        raise NoAddress
    before = bytes(contact.email_index)
    contact.set_email(email)
    if contact.email_index == before:
        raise SameAddress
    contact.changed_at = now
    _keep(contact)
    # Requests by which they joined, or tried to, hold what finds the old address.
    JoinRequest.objects.filter(participant=participant).delete()
    JoinRequest.objects.filter(email_index=before).delete()


def _keep(contact: Contact) -> None:
    try:
        with transaction.atomic():
            contact.save(update_fields=["sealed_email", "email_index", "changed_at"])
    except IntegrityError as error:
        raise AddressTaken from error


def with_address(email: str, *, study_ids: Collection[int]) -> list[Participant]:
    """Who has exactly this address in one of the studies, whatever its case; nothing is unsealed.

    Raises ValidationError for what is no address.
    """
    email = email.strip()
    check_email(email)
    indexes = [email_index(study_id, email) for study_id in study_ids]
    found = Participant.objects.filter(contact__email_index__in=indexes)
    return list(found.select_related("study").order_by("study__name", "pk"))
