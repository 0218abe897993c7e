"""Browsers in words, and networks without the machine."""

from __future__ import annotations

import pytest

from esmpress.accounts.devices import device_in_words, network_of

MOZILLA = "Mozilla/5.0"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (f"{MOZILLA} (Windows NT 10.0; Win64; x64; rv:140.0) Firefox/140.0", "Firefox on Windows"),
        (
            f"{MOZILLA} (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (f"{MOZILLA} (X11; Linux x86_64) AppleWebKit Chrome/140.0 Safari", "Chrome on Linux"),
        (f"{MOZILLA} (Linux; Android 15) AppleWebKit Chrome/140.0 Safari", "Chrome on Android"),
        (
            f"{MOZILLA} (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1",
            "Safari on iPhone",
        ),
        (f"{MOZILLA} (Macintosh; Intel Mac OS X 10_15_7) Version/19 Safari", "Safari on Mac"),
        ("curl/8.0", ""),
        ("", ""),
        (f"{MOZILLA} (Windows NT 10.0) Something", "Windows"),
    ],
)
def test_a_browser_is_told_in_words(agent: str, words: str) -> None:
    assert device_in_words(agent) == words


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2::9", "2001:db8:1::/48"),
        ("", ""),
        ("<script>", ""),
    ],
)
def test_a_network_does_not_tell_the_machine(address: str, network: str) -> None:
    assert network_of(address) == network
