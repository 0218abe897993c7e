"""A browser that somebody has logged in with before: strangers' guesses do not lock it out.

The cookie says no more than that; with it guesses are counted apart.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from esmpress.accounts.attempting import Key, number_of, of_account
from esmpress.accounts.devices import network_of
from esmpress.accounts.log_ins import address_of
from esmpress.accounts.models import Researcher

KNOWN_FOR = timedelta(days=180)
_SIGNER = signing.TimestampSigner(salt="known device")


def cookie_name() -> str:
    """As other cookies are called here."""
    return "__Host-device" if settings.SECURE else "device"


def keys_of(request: HttpRequest, typed: str) -> list[Key]:
    """What an attempt to log in with this address is counted by."""
    name = _known(request, typed)
    if name:
        return [Key("device", name)]
    account = [of_account(typed)] if typed else []
    return [Key("network", network_of(address_of(request))), *account]


def remember(request: HttpRequest, answer: HttpResponse, researcher: Researcher) -> None:
    """Somebody has logged in with this browser."""
    if _known(request, researcher.email):
        return
    value = _SIGNER.sign(f"{researcher.pk}.{secrets.token_urlsafe(16)}")
    answer.set_cookie(
        cookie_name(),
        value,
        max_age=KNOWN_FOR,
        secure=settings.SECURE,
        httponly=True,
        samesite="Lax",
    )


def _known(request: HttpRequest, typed: str) -> str:
    """The device's name, if it is known for the account of this address."""
    number = number_of(typed)
    try:
        name = _SIGNER.unsign(request.COOKIES.get(cookie_name(), ""), max_age=KNOWN_FOR)
    except signing.BadSignature:
        return ""
    return name if number is not None and name.startswith(f"{number}.") else ""
