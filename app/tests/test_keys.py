from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from esmpress.keys import parse_keys


def test_keys_are_read_by_version_in_order() -> None:
    keys = parse_keys("LINK_KEYS", f" 1:{'ab' * 32}, 2:{'cd' * 32} ")

    assert list(keys.items()) == [(1, b"\xab" * 32), (2, b"\xcd" * 32)]


@pytest.mark.parametrize("text", ["", "ab", "0:" + "ab" * 32, "256:" + "ab" * 32, "1:zz", "1:abcd"])
def test_a_malformed_key_is_refused_without_repeating_it(text: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        parse_keys("LINK_KEYS", text)

    assert "LINK_KEYS" in str(refusal.value)
    assert "ab" * 32 not in str(refusal.value)
