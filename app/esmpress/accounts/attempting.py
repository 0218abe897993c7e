"""Growing waits for whoever guesses: counted before the guess, so that many at once gain nothing.

In PostgreSQL, as an emptied cache must not open the door.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from esmpress.accounts.models import Attempts, Researcher

# Guesses that cost no wait. Many researchers share a network.
FREE_OF_ACCOUNT, FREE_OF_NETWORK = 5, 50
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(minutes=15)
# After a quiet day nothing is held against anybody.
FORGOTTEN_AFTER = timedelta(days=1)

_CHARGE = """
INSERT INTO accounts_attempts AS known (key, failures, blocked_until, last_at)
VALUES (%(key)s, 1, NULL, %(now)s)
ON CONFLICT (key) DO UPDATE SET
  failures = CASE WHEN known.last_at < %(forgotten)s THEN 1 ELSE known.failures + 1 END,
  blocked_until = CASE
    WHEN known.last_at < %(forgotten)s OR known.failures + 1 < %(free)s THEN NULL
    ELSE %(now)s + least(%(longest)s,
      %(first)s * power(2, least(known.failures + 1 - %(free)s, 20))) END,
  last_at = %(now)s
WHERE known.blocked_until IS NULL OR known.blocked_until <= %(now)s
RETURNING failures, blocked_until
"""
_TAKE_BACK = """
UPDATE accounts_attempts SET
  failures = greatest(failures - 1, 0),
  blocked_until = CASE WHEN blocked_until = %(until)s THEN NULL ELSE blocked_until END
WHERE key = %(key)s
"""


@dataclass(frozen=True)
class Key:
    """What is counted: an account or an address without one, a known device, or a network."""

    kind: str
    name: str

    @property
    def free(self) -> int:
        """How many guesses cost no wait."""
        return FREE_OF_NETWORK if self.kind == "network" else FREE_OF_ACCOUNT

    @property
    def hash(self) -> bytes:
        """By which it is found; nobody reads from it what was typed."""
        message = f"attempts|{self.kind}|{self.name.strip().lower()}".encode()
        return hmac.digest(settings.SECRET_KEY.encode(), message, hashlib.sha256)


def of_account(typed: str) -> Key:
    """The account of this address, however it is typed; without one, what was typed."""
    number = number_of(typed)
    return Key("address", typed) if number is None else Key("account", str(number))


def number_of(typed: str) -> int | None:
    """The number of the account with this address; None where there is none."""
    return Researcher.objects.with_address(typed).values_list("pk", flat=True).first()


class HasToWait(Exception):
    """Too many guesses; the first argument tells until when."""

    def __init__(self, until: datetime) -> None:
        """Until then nothing is even looked at."""
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Charge:
    """A guess that was counted; `blocked_until` is the wait that it began, if it is wrong."""

    key: Key
    failures: int
    blocked_until: datetime | None


def charge(keys: list[Key], *, now: datetime) -> list[Charge]:
    """Count a guess before it is looked at; raises HasToWait, and then counts none."""
    charged: list[Charge] = []
    for key in keys:
        made = _charge(key, now=now)
        if made is None:
            take_back(charged)
            raise HasToWait(_blocked_until(key, now=now))
        charged.append(made)
    return charged


def take_back(charges: list[Charge]) -> None:
    """The guess was right, or was not made."""
    with connection.cursor() as cursor:
        for one in charges:
            values = {"key": one.key.hash, "until": one.blocked_until}
            cursor.execute(_TAKE_BACK, values)


def forget(keys: list[Key], *, now: datetime) -> None:
    """Somebody has shown who they are; what is old of others goes, too."""
    Attempts.objects.filter(key__in=[key.hash for key in keys]).delete()
    Attempts.objects.filter(last_at__lt=now - FORGOTTEN_AFTER).delete()


def waiting(*, now: datetime) -> int:
    """How many accounts, devices and networks have to wait now."""
    return Attempts.objects.filter(blocked_until__gt=now).count()


def _charge(key: Key, *, now: datetime) -> Charge | None:
    values: dict[str, Any] = {
        "key": key.hash,
        "now": now,
        "forgotten": now - FORGOTTEN_AFTER,
        "free": key.free,
        "first": FIRST_WAIT,
        "longest": LONGEST_WAIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CHARGE, values)
        row = cursor.fetchone()
    return Charge(key, *row) if row else None


def _blocked_until(key: Key, *, now: datetime) -> datetime:
    found = Attempts.objects.filter(key=key.hash).values_list("blocked_until", flat=True).first()
    return found or now
