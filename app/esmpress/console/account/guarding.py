"""Around every guess of a password, code or key: counted first, and who goes on has to wait."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import ngettext

from esmpress.accounts.attempting import Charge, HasToWait, charge, take_back
from esmpress.accounts.auditing import record
from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.console.account.known_device import keys_of


@contextmanager
def guarded(
    request: HttpRequest,
    typed: str,
    *,
    wrong: type[Exception] | tuple[type[Exception], ...],
    is_told: bool = False,
) -> Iterator[None]:
    """A guess at the account of this address, in the block; `wrong` says that it was none.

    That is counted and told, unless `is_told` says that Django does so itself. Raises HasToWait
    before the block is entered.
    """
    now = timezone.now()
    try:
        charges = charge(keys_of(request, typed), now=now)
    except HasToWait:
        # Counted for the alert; the trail was told when the wait began.
        _failed(request, "")
        raise
    try:
        yield
    except wrong:
        if not is_told:
            _failed(request, typed)
        _tell_of_waits(charges, typed, now=now)
        raise
    take_back(charges)


def wait_in_words(wait: HasToWait, *, now: datetime) -> str:
    """What is said to who has to wait, known or not."""
    minutes = max(1, -int((now - wait.until).total_seconds() // 60))
    return ngettext(
        "Too many attempts that failed. Wait %(minutes)d minute, then try again. A browser you "
        "have logged in with before does not have to wait for what others try.",
        "Too many attempts that failed. Wait %(minutes)d minutes, then try again. A browser you "
        "have logged in with before does not have to wait for what others try.",
        minutes,
    ) % {"minutes": minutes}


def _failed(request: HttpRequest, typed: str) -> None:
    tried = {"username": typed} if typed else {}
    user_login_failed.send(sender=__name__, credentials=tried, request=request)


def _tell_of_waits(charges: list[Charge], typed: str, *, now: datetime) -> None:
    """Of accounts we know: one entry for each wait that begins."""
    began = [one for one in charges if one.blocked_until and one.key.kind != "network"]
    found = Researcher.objects.with_address(typed).first() if began else None
    for one in began if found else ():
        assert one.blocked_until is not None and found is not None
        seconds = round((one.blocked_until - now).total_seconds())
        words = f"{one.failures} attempts failed; a wait of {seconds} s began"
        record(AuditEntry.Act.LOCK, now=now, researcher_id=found.pk, words=words)
