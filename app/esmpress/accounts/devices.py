"""Which browser it is, in words, from what it says of itself."""

from __future__ import annotations

import re
from ipaddress import ip_address, ip_network

# The first that fits: browsers name their ancestors, too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox|FxiOS", "Firefox"),
    ("Chrome|Chromium|CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X|Macintosh", "Mac"),
    ("Linux", "Linux"),
)
# As much of an address as the proxy's log keeps.
_PREFIX = {4: 24, 6: 48}


def device_in_words(user_agent: str) -> str:
    """Like “Firefox on Windows”; empty where neither is known."""
    browser, system = _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)
    return f"{browser} on {system}" if browser and system else browser or system


def network_of(address: str) -> str:
    """Like “192.0.2.0/24”: not the machine, only whereabouts; empty for what is no address."""
    try:
        found = ip_address(address.strip())
    except ValueError:
        return ""
    return str(ip_network((found, _PREFIX[found.version]), strict=False))


def _first(known: tuple[tuple[str, str], ...], text: str) -> str:
    return next((word for pattern, word in known if re.search(pattern, text)), "")
