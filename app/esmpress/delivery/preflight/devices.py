"""Whether a browser is a phone's: the only thing that is kept of it."""

from __future__ import annotations

from collections.abc import Mapping

from esmpress.delivery.models import PhoneCheck


def device_of(headers: Mapping[str, str]) -> PhoneCheck.Device:
    """A phone says so: by a header of its own (Chromium), or by “Mobi” in its name (all others).

    What pretends to be a computer, as an iPad does, counts as one.
    """
    says_so = headers.get("Sec-CH-UA-Mobile", "") == "?1"
    is_phone = says_so or "Mobi" in headers.get("User-Agent", "")
    return PhoneCheck.Device.PHONE if is_phone else PhoneCheck.Device.COMPUTER
