"""Codes of authenticator apps: RFC 6238, six digits, half a minute each."""

from __future__ import annotations

import base64
import os
from datetime import datetime
from hmac import compare_digest

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from django.db import transaction
from django.db.models import Q

from esmpress.accounts.models import Authenticator, Researcher
from esmpress.sealing import KeyMissing

STEP_SECONDS = 30
DIGITS = 6
# As long as the hash of the algorithm, as its standard asks for.
SECRET_BYTES = 20
# Phones' clocks are off by some seconds, and typing takes some.
_STEPS_AROUND = (0, -1, 1)
_ISSUER = "ESMpress"

log = structlog.get_logger(__name__)


class WrongCode(Exception):
    """Not the code of now, or one that was used already."""


@transaction.atomic
def begin(researcher: Researcher, *, now: datetime, begun: int | None = None) -> Authenticator:
    """An app that does not count yet: the one with the number `begun`, else a new one.

    What was begun in another browser goes, as whoever sat there has read its secret.
    """
    waiting = Authenticator.objects.filter(researcher=researcher, confirmed_at=None)
    waiting.exclude(pk=begun or 0).delete()
    made = Authenticator(researcher=researcher, added_at=now)
    made.set_secret(os.urandom(SECRET_BYTES))
    Authenticator.objects.bulk_create([made], ignore_conflicts=True)
    return Authenticator.objects.get(researcher=researcher)


def confirm(researcher: Researcher, code: str, *, now: datetime) -> None:
    """From now on the app counts; raises WrongCode."""
    begun = Authenticator.objects.filter(researcher=researcher, confirmed_at=None).first()
    if begun is None:
        raise WrongCode
    _use(begun, code, now=now, also={"confirmed_at": now})


def use_code(researcher: Researcher, code: str, *, now: datetime) -> None:
    """Take a code of the researcher's app, once; raises WrongCode."""
    found = Authenticator.objects.filter(researcher=researcher, confirmed_at__isnull=False).first()
    if found is None:
        raise WrongCode
    _use(found, code, now=now, also={})


def _use(app: Authenticator, code: str, *, now: datetime, also: dict[str, datetime]) -> None:
    step = _step_of(_opened(app), code, now=now)
    # Of two who send one code at once, the second changes no row.
    rows = Authenticator.objects.filter(
        Q(pk=app.pk), Q(last_step__lt=step), confirmed_at=app.confirmed_at
    )
    if not rows.update(last_step=step, **also):
        raise WrongCode


def _opened(app: Authenticator) -> bytes:
    """The secret; an app whose key of VAULT_KEYS is gone counts no more, and the log says so."""
    try:
        return app.secret
    except (KeyMissing, InvalidTag) as error:
        log.exception("authenticator_not_opened", researcher=app.researcher_id)
        raise WrongCode from error


def _step_of(secret: bytes, code: str, *, now: datetime) -> int:
    current = int(now.timestamp()) // STEP_SECONDS
    found = [
        current + around
        for around in _STEPS_AROUND
        if compare_digest(code_at(secret, current + around).encode(), code.encode())
    ]
    if not found:
        raise WrongCode
    return max(found)


def code_at(secret: bytes, step: int) -> str:
    """What the app shows in one half minute."""
    return _algorithm(secret).generate(step * STEP_SECONDS).decode()


def address_for_app(authenticator: Authenticator) -> str:
    """What the picture says to the app."""
    account = authenticator.researcher.email
    return _algorithm(authenticator.secret).get_provisioning_uri(account, _ISSUER)


def secret_in_words(authenticator: Authenticator) -> str:
    """The secret as it is typed into an app, in groups of four."""
    text = base64.b32encode(authenticator.secret).decode()
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def _algorithm(secret: bytes) -> TOTP:
    return TOTP(secret, DIGITS, SHA1(), STEP_SECONDS)  # noqa: S303  # what every app speaks
