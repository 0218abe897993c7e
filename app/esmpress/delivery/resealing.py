"""Sealing addresses and secrets anew: under the newest key; addresses are found by the first."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from typing import Any, cast

from cryptography.exceptions import InvalidTag
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from esmpress.accounts.models import Authenticator
from esmpress.delivery.models import Letter
from esmpress.participants import vault
from esmpress.participants.models import Contact, JoinRequest, email_index
from esmpress.webhooks.models import Endpoint


class CannotReseal(Exception):
    """A row that stays as it is, with the reason."""


def count_old() -> int:
    """How many rows still need another key than the newest and the first."""
    contacts = _count(_contacts(), lambda contact: _is_old(contact, _index(contact)))
    requests = _count(_holding(JoinRequest), lambda request: _is_old(request, _index(request)))
    letters = _count(_holding(Letter), lambda letter: _is_old(letter, None))
    apps = _count(_apps(), lambda app: not _is_new(app))
    return contacts + requests + letters + apps + _count(_endpoints(), _is_old_endpoint)


def reseal_all() -> int:
    """Seal what is old anew, while everybody works; how many rows that were.

    Raises CannotReseal at the first row that cannot be sealed anew; those before it are.
    """
    contacts = _count(_contacts(), _reseal_contact)
    requests = _count(_holding(JoinRequest), lambda request: _reseal(request, _index(request)))
    letters = _count(_holding(Letter), lambda letter: _reseal(letter, None))
    apps = _count(_apps(), _reseal_app)
    return contacts + requests + letters + apps + _count(_endpoints(), _reseal_endpoint)


def _count(rows: QuerySet[Any], is_so: Callable[[Any], bool]) -> int:
    """How many rows it is so of; the database's cursor is closed when a row stops the count."""
    with closing(cast("Generator[Any]", rows.iterator())) as each:
        return sum(is_so(row) for row in each)


def _contacts() -> QuerySet[Contact]:
    return Contact.objects.select_related("participant").order_by("pk")


def _holding(model: Any) -> QuerySet[Any]:
    """The rows of join requests or letters that hold an address of their own."""
    rows: QuerySet[Any] = model.objects.filter(sealed_email__isnull=False)
    return rows


def _apps() -> QuerySet[Authenticator]:
    return Authenticator.objects.order_by("pk")


def _is_new(app: Authenticator) -> bool:
    return vault.is_newest(bytes(app.sealed_secret))


def _reseal_app(app: Authenticator) -> bool:
    """Whether the secret of an authenticator app was old, and still there."""
    if _is_new(app):
        return False
    before = bytes(app.sealed_secret)
    try:
        app.set_secret(app.secret)
    except (vault.KeyMissing, InvalidTag) as error:
        reason = "no key of VAULT_KEYS opens it; manage.py remove_second_factor takes it away"
        raise CannotReseal(f"{_name(app)} stays as it is: {reason}.") from error
    rows = Authenticator.objects.filter(pk=app.pk, sealed_secret=before)
    return bool(rows.update(sealed_secret=app.sealed_secret))


def _endpoints() -> QuerySet[Endpoint]:
    return Endpoint.objects.order_by("pk")


def _is_old_endpoint(endpoint: Endpoint) -> bool:
    return not endpoint.is_sealed_anew


def _reseal_endpoint(endpoint: Endpoint) -> bool:
    """Whether a secret of an endpoint was old, and nobody has replaced it meanwhile."""
    if endpoint.is_sealed_anew:
        return False
    before = {"sealed_secret": endpoint.sealed_secret, "seal_id": endpoint.seal_id}
    try:
        endpoint.seal_anew()
    except (vault.KeyMissing, InvalidTag) as error:
        reason = "no key of VAULT_KEYS opens it; a researcher can delete it, and add it anew"
        raise CannotReseal(f"{_name(endpoint)} stays as it is: {reason}.") from error
    return bool(
        Endpoint.objects.filter(pk=endpoint.pk, **before).update(
            sealed_secret=endpoint.sealed_secret, sealed_old_secret=endpoint.sealed_old_secret
        )
    )


def _index(row: Contact | JoinRequest) -> bytes:
    study = row.participant.study_id if isinstance(row, Contact) else row.study_id
    return email_index(study, _open(row))


def _open(row: Any) -> str:
    try:
        email: str = row.email
    except (vault.KeyMissing, InvalidTag) as error:
        reason = "no key of VAULT_KEYS opens it"
        raise CannotReseal(f"{_name(row)} stays as it is: {reason}.") from error
    return email


def _is_old(row: Any, index: bytes | None) -> bool:
    found = index is None or bytes(row.email_index) == index
    return not (found and vault.is_newest(bytes(row.sealed_email)))


def _reseal_contact(contact: Contact) -> bool:
    before, after = bytes(contact.email_index), _index(contact)
    try:
        with transaction.atomic():
            # Requests of an address that was known already hold only what finds it.
            if before != after:
                JoinRequest.objects.filter(email_index=before).update(email_index=after)
            return _reseal(contact, after)
    except IntegrityError as error:
        reason = "another participant of the study has the same address; withdraw one of the two"
        raise CannotReseal(f"{_name(contact)} stays as it is: {reason}.") from error


def _reseal(row: Any, index: bytes | None) -> bool:
    """Whether the row was old, and there to be sealed anew as it was read."""
    if not _is_old(row, index):
        return False
    before = bytes(row.sealed_email)
    row.set_email(_open(row))
    changes = {"sealed_email": row.sealed_email}
    if index is not None:
        changes["email_index"] = index
    rows = type(row)._default_manager.filter(pk=row.pk, sealed_email=before)
    return bool(rows.update(**changes))


def _name(row: Any) -> str:
    return f"The {row._meta.verbose_name} {row.pk}"
