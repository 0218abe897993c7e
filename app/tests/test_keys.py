from __future__ import annotations

import base64

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core.exceptions import ImproperlyConfigured

from esmpress.keys import parse_keys, parse_public_keys


def test_keys_are_read_by_version_in_order() -> None:
    keys = parse_keys("LINK_KEYS", f" 1:{'ab' * 32}, 2:{'cd' * 32} ")

    assert list(keys.items()) == [(1, b"\xab" * 32), (2, b"\xcd" * 32)]


@pytest.mark.parametrize("text", ["", "ab", "0:" + "ab" * 32, "256:" + "ab" * 32, "1:zz", "1:abcd"])
def test_a_malformed_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parse_keys("LINK_KEYS", text)

    assert "LINK_KEYS" in str(refusal.value)
    assert "ab" * 32 not in str(refusal.value)


def public_key(curve: ec.EllipticCurve | None = None) -> str:
    key = ec.generate_private_key(curve or ec.SECP256R1()).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return base64.b64encode(key.public_bytes(serialization.Encoding.DER, form)).decode()


def test_public_keys_are_read_in_order_and_none_is_fine() -> None:
    keys = [public_key(), public_key()]

    read = parse_public_keys("KEY", f" {keys[0]} ,\n{keys[1]},")

    form = serialization.PublicFormat.SubjectPublicKeyInfo
    ders = [key.public_bytes(serialization.Encoding.DER, form) for key in read]
    assert [base64.b64encode(der).decode() for der in ders] == keys
    assert parse_public_keys("KEY", "") == []


@pytest.mark.parametrize(
    "text", ["nonsense", "SG.abc", "TUZrdw==", public_key(ec.SECP384R1()), public_key()[:-8]]
)
def test_what_is_no_p256_key_is_refused(text: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="KEY"):
        parse_public_keys("KEY", f"{public_key()},{text}")
