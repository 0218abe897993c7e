from __future__ import annotations

from contextlib import closing

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from esmpress.participants import vault
from esmpress.participants.models import Contact, email_index
from tests.factories import make_participant

FIRST, SECOND = b"\x22" * 32, b"\x33" * 32


@pytest.mark.django_db
def test_no_column_of_a_participant_or_contact_holds_the_address() -> None:
    make_participant(email="ola.nowak@example.org")

    with closing(connection.cursor()) as cursor:
        cursor.execute(
            "SELECT c::text, p::text FROM participants_contact c, participants_participant p"
        )
        stored = " ".join(cursor.fetchone()).lower()

    assert "ola.nowak" not in stored
    assert b"ola.nowak".hex() not in stored


@pytest.mark.django_db
def test_a_sealed_address_opens_in_its_own_row_only() -> None:
    ola, jan = (make_participant(email=f"{name}@x.org").contact for name in ("ola", "jan"))
    Contact.objects.filter(pk=jan.pk).update(sealed_email=ola.sealed_email)

    jan.refresh_from_db()
    ola.refresh_from_db()
    assert ola.email == "ola@x.org"
    with pytest.raises(InvalidTag):
        _ = jan.email


@given(text=st.text(max_size=300))
def test_what_is_sealed_can_be_unsealed(text: str) -> None:
    encodable = text.encode(errors="replace").decode()

    sealed = vault.seal(encodable, bound_to="row")

    assert vault.unseal(sealed, bound_to="row") == encodable


def test_sealing_twice_gives_different_bytes() -> None:
    assert vault.seal("ola@x.org", bound_to="row") != vault.seal("ola@x.org", bound_to="row")


@given(place=st.integers(1, 12 + len("ola@x.org") + 16), bit=st.integers(0, 7))
def test_one_changed_bit_is_noticed(place: int, bit: int) -> None:
    sealed = bytearray(vault.seal("ola@x.org", bound_to="row"))
    sealed[place] ^= 1 << bit

    with pytest.raises(InvalidTag):
        vault.unseal(bytes(sealed), bound_to="row")


def test_after_a_new_key_it_seals_and_the_old_one_still_opens(settings: Settings) -> None:
    settings.VAULT_KEYS = {1: FIRST}
    old = vault.seal("ola@x.org", bound_to="row")
    settings.VAULT_KEYS = {1: FIRST, 2: SECOND}

    new = vault.seal("ola@x.org", bound_to="row")

    assert (old[0], new[0]) == (1, 2)
    assert vault.unseal(old, bound_to="row") == vault.unseal(new, bound_to="row") == "ola@x.org"


def test_a_retired_key_opens_nothing(settings: Settings) -> None:
    sealed = vault.seal("ola@x.org", bound_to="row")
    settings.VAULT_KEYS = {2: SECOND}

    with pytest.raises(vault.KeyMissing):
        vault.unseal(sealed, bound_to="row")


def test_the_blind_index_stays_when_a_key_is_added(settings: Settings) -> None:
    settings.VAULT_KEYS = {1: FIRST}
    before = email_index(1, "ola@x.org")

    settings.VAULT_KEYS = {1: FIRST, 2: SECOND}

    assert email_index(1, "Ola@X.org") == before


def test_the_blind_index_differs_between_studies_and_purposes() -> None:
    in_one, in_other = email_index(1, "ola@x.org"), email_index(2, "ola@x.org")
    elsewhere = vault.blind_index("1|ola@x.org", purpose="another")

    assert len({in_one, in_other, elsewhere}) == 3
    assert len(in_one) == 32
