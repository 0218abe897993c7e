"""Passkeys, with a key in software."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from fido2.utils import websafe_decode, websafe_encode

from esmpress.accounts.models import AuditEntry, Passkey, Researcher
from esmpress.accounts.passkeys import (
    Site,
    TooManyPasskeys,
    WrongPasskey,
    add,
    ask_for_one,
    ask_to_add,
    use_passkey,
)
from tests.accounts.soft_key import SoftKey

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
SITE = Site("https", "esm.example.org")
HERE = "https://esm.example.org"


def add_key(researcher: Researcher, key: SoftKey, *, origin: str = HERE) -> Passkey:
    asked = ask_to_add(SITE, researcher)
    answer = key.create(asked.options, origin=origin)
    return add(SITE, researcher, "laptop", answer, state=asked.state, now=NOW)


def use(key: SoftKey, whose: Researcher | None, *, origin: str = HERE) -> Researcher:
    asked = ask_for_one(SITE, whose)
    answer = key.get(asked.options, origin=origin)
    return use_passkey(SITE, whose, answer, state=asked.state, now=NOW)


def cut_off(answer: str, part: str, length: int) -> str:
    """The answer with no more than so many bytes of one of its parts."""
    told = json.loads(answer)
    told["response"][part] = websafe_encode(websafe_decode(told["response"][part])[:length])
    return json.dumps(told)


def test_a_key_that_was_added_is_its_owners(anna: Researcher) -> None:
    key = SoftKey()
    made = add_key(anna, key)

    assert use(key, anna) == use(key, None) == anna
    made.refresh_from_db()
    assert (made.name, made.used_at, made.uses) == ("laptop", NOW, 3)


def test_a_key_without_a_count_works_again_and_again(anna: Researcher) -> None:
    key = SoftKey(counts=False)
    add_key(anna, key)

    assert [use(key, anna) for _ in range(3)] == [anna] * 3


@pytest.mark.parametrize("back", [0, 1])
def test_a_copy_of_a_key_is_refused(back: int, anna: Researcher) -> None:
    key = SoftKey()
    add_key(anna, key)
    use(key, anna)
    key.uses -= 1 + back

    with pytest.raises(WrongPasskey):
        use(key, anna)


def test_a_key_that_counted_and_counts_no_more_is_refused(anna: Researcher) -> None:
    key = SoftKey()
    add_key(anna, key)
    key.counts, key.uses = False, 0

    with pytest.raises(WrongPasskey):
        use(key, anna)


def test_the_key_of_somebody_else_is_refused(anna: Researcher, eve: Researcher) -> None:
    key = SoftKey()
    add_key(eve, key)

    with pytest.raises(WrongPasskey):
        use(key, anna)


def test_without_a_password_a_key_has_to_ask_for_a_pin(anna: Researcher) -> None:
    key = SoftKey(asks_pin=False)
    add_key(anna, key)

    assert use(key, anna) == anna
    with pytest.raises(WrongPasskey):
        use(key, None)


def test_a_question_asked_after_a_password_does_not_spare_the_pin(anna: Researcher) -> None:
    key = SoftKey(asks_pin=False)
    add_key(anna, key)
    asked = ask_for_one(SITE, anna)
    answer = key.get(asked.options, origin=HERE)

    with pytest.raises(WrongPasskey):
        use_passkey(SITE, None, answer, state=asked.state, now=NOW)


@pytest.mark.parametrize("owner", [None, b"", b"researcher 0"])
def test_without_a_password_a_key_has_to_name_its_owner(
    owner: bytes | None, anna: Researcher
) -> None:
    key = SoftKey()
    add_key(anna, key)
    key.owner = owner

    with pytest.raises(WrongPasskey):
        use(key, None)


@pytest.mark.parametrize(("owner", "fits"), [(None, True), (b"", True), (b"researcher 0", False)])
def test_after_a_password_a_key_may_name_no_owner_but_no_other(
    owner: bytes | None, fits: bool, anna: Researcher
) -> None:
    key = SoftKey()
    add_key(anna, key)
    key.owner = owner

    with nullcontext() if fits else pytest.raises(WrongPasskey):
        assert use(key, anna) == anna


def test_a_key_that_signs_in_a_way_nobody_asked_for_is_not_added(anna: Researcher) -> None:
    key = SoftKey()
    key.signs_by = -65535

    with pytest.raises(WrongPasskey):
        add_key(anna, key)


@pytest.mark.parametrize("part", ["attestationObject", "clientDataJSON"])
@pytest.mark.parametrize("length", [0, 1, 40, 70, 120])
def test_a_key_that_was_cut_off_is_refused(part: str, length: int, anna: Researcher) -> None:
    asked = ask_to_add(SITE, anna)
    answer = cut_off(SoftKey().create(asked.options, origin=HERE), part, length)

    with pytest.raises(WrongPasskey):
        add(SITE, anna, "x", answer, state=asked.state, now=NOW)


@pytest.mark.parametrize("part", ["authenticatorData", "clientDataJSON", "signature"])
@pytest.mark.parametrize("length", [0, 1, 32, 36])
def test_an_answer_that_was_cut_off_is_refused(part: str, length: int, anna: Researcher) -> None:
    key = SoftKey()
    add_key(anna, key)
    asked = ask_for_one(SITE, anna)
    answer = cut_off(key.get(asked.options, origin=HERE), part, length)

    with pytest.raises(WrongPasskey):
        use_passkey(SITE, anna, answer, state=asked.state, now=NOW)


@pytest.mark.parametrize(
    "origin", ["https://esm.example.com", "http://esm.example.org", "https://esm.example.org:444"]
)
def test_what_another_page_asked_for_counts_nowhere(origin: str, anna: Researcher) -> None:
    key = SoftKey()
    with pytest.raises(WrongPasskey):
        add_key(anna, key, origin=origin)
    add_key(anna, key)

    with pytest.raises(WrongPasskey):
        use(key, anna, origin=origin)


def test_the_answer_to_an_earlier_question_counts_no_more(anna: Researcher) -> None:
    key = SoftKey()
    add_key(anna, key)
    answer = key.get(ask_for_one(SITE, anna).options, origin=HERE)
    later = ask_for_one(SITE, anna)

    with pytest.raises(WrongPasskey):
        use_passkey(SITE, anna, answer, state=later.state, now=NOW)


def test_a_signature_of_another_key_is_refused(anna: Researcher) -> None:
    key, forged = SoftKey(), SoftKey()
    add_key(anna, key)
    forged.credential_id, forged.uses = key.credential_id, 9

    with pytest.raises(WrongPasskey):
        use(forged, anna)


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "[" * 100_000])
def test_what_is_no_answer_is_refused(answer: str, anna: Researcher) -> None:
    asked = ask_for_one(SITE, None)

    with pytest.raises(WrongPasskey):
        use_passkey(SITE, None, answer, state=asked.state, now=NOW)
    with pytest.raises(WrongPasskey):
        add(SITE, anna, "x", answer, state=ask_to_add(SITE, anna).state, now=NOW)


def test_a_key_is_added_once(anna: Researcher, eve: Researcher) -> None:
    key = SoftKey()
    add_key(anna, key)

    with pytest.raises(WrongPasskey):
        add_key(eve, key)
    assert Passkey.objects.get().researcher == anna


def test_nobody_has_hundreds(anna: Researcher) -> None:
    for _ in range(20):
        add_key(anna, SoftKey())

    with pytest.raises(TooManyPasskeys):
        add_key(anna, SoftKey())


def test_the_trail_tells_that_a_key_was_added_and_not_which(anna: Researcher) -> None:
    key = SoftKey()
    add_key(anna, key)
    use(key, anna)

    told = AuditEntry.objects.get(subject_type="accounts_passkey")
    assert told.changes["name"] == [None, "laptop"]
    assert told.changes["credential_id"] == told.changes["credential"] == []
    assert "uses" not in told.changes


def test_a_site_with_a_port_is_named_without_it() -> None:
    assert [Site("http", host).name for host in ("localhost:8000", "esm.example.org")] == [
        "localhost",
        "esm.example.org",
    ]
