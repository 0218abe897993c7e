"""The second factors of a researcher together."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.accounts import logged_in
from esmpress.accounts.authenticators import WrongCode, use_code
from esmpress.accounts.models import Authenticator, LogIn, Passkey, RecoveryCode, Researcher
from esmpress.accounts.recovery_codes import WrongRecoveryCode, use_recovery_code


def has_factor(researcher: Researcher) -> bool:
    """Whether a password alone lets nobody in."""
    return has_app(researcher) or researcher.passkeys.exists()


def has_app(researcher: Researcher) -> bool:
    """Whether an authenticator app of theirs counts."""
    apps = Authenticator.objects.filter(researcher=researcher, confirmed_at__isnull=False)
    return apps.exists()


def use_any_code(researcher: Researcher, typed: str, *, now: datetime) -> LogIn.Factor:
    """What was typed: a code of the app, or a recovery code; raises WrongCode."""
    code = "".join(typed.split())
    if code.isascii() and code.isdecimal():
        use_code(researcher, code, now=now)
        return LogIn.Factor.AUTHENTICATOR
    try:
        use_recovery_code(researcher, code, now=now)
    except WrongRecoveryCode as error:
        raise WrongCode from error
    return LogIn.Factor.RECOVERY_CODE


@transaction.atomic
def remove_authenticator(researcher: Researcher) -> int:
    """Take the app away; how many there were."""
    removed, _ = Authenticator.objects.filter(researcher=researcher).delete()
    _codes_need_a_factor(researcher)
    return removed


@transaction.atomic
def remove_passkey(researcher: Researcher, number: int) -> int:
    """Take one key away; how many there were."""
    removed, _ = Passkey.objects.filter(researcher=researcher, pk=number).delete()
    _codes_need_a_factor(researcher)
    return removed


@transaction.atomic
def remove_all(researcher: Researcher, *, now: datetime) -> int:
    """Take every factor away and end every log-in; how many factors there were."""
    apps, _ = Authenticator.objects.filter(researcher=researcher).delete()
    keys, _ = Passkey.objects.filter(researcher=researcher).delete()
    _codes_need_a_factor(researcher)
    logged_in.end(researcher, now=now)
    return apps + keys


def _codes_need_a_factor(researcher: Researcher) -> None:
    """Recovery codes stand in for something; without it they go."""
    if not has_factor(researcher):
        RecoveryCode.objects.filter(researcher=researcher).delete()
