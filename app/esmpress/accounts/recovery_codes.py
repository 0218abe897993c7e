"""Codes for the day somebody has neither phone nor key: ten, each good once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from esmpress.accounts.models import RecoveryCode, Researcher

COUNT = 10
FEW = 3
# No letter or digit that could be taken for another one.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
# 80 bits: nobody finds one from its hash.
_GROUPS, _GROUP_LENGTH = 4, 4


class WrongRecoveryCode(Exception):
    """None of the researcher's codes, or one that was used."""


@transaction.atomic
def make_codes(researcher: Researcher) -> list[str]:
    """Ten new codes, to be shown once; those of before are gone."""
    # Two who ask at once wait for each other: the later ten are the ones.
    Researcher.objects.select_for_update().get(pk=researcher.pk)
    codes = [_new_code() for _ in range(COUNT)]
    RecoveryCode.objects.filter(researcher=researcher).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(researcher=researcher, hash=_hash(researcher, code)) for code in codes
    )
    return codes


def use_recovery_code(researcher: Researcher, code: str, *, now: datetime) -> None:
    """Take a code, once; raises WrongRecoveryCode."""
    rows = RecoveryCode.objects.filter(
        researcher=researcher, hash=_hash(researcher, code), used_at=None
    )
    if not rows.update(used_at=now):
        raise WrongRecoveryCode


def codes_left(researcher: Researcher) -> int:
    """How many codes still work."""
    return RecoveryCode.objects.filter(researcher=researcher, used_at=None).count()


def _new_code() -> str:
    return "-".join(
        "".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
    )


def _hash(researcher: Researcher, code: str) -> bytes:
    typed = "".join(sign for sign in code.lower() if sign in _SIGNS)
    return hashlib.sha256(f"recovery code|{researcher.pk}|{typed}".encode()).digest()
