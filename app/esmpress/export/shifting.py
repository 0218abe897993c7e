"""Dates moved by whole weeks, for each participant by another number: weekdays and gaps stay."""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta

from django.conf import settings

from esmpress.studies.models import Study

# All dates are moved back, by a week at least and by this at most.
MOST_WEEKS = 104


def weeks_shifted(participant: str, key: bytes) -> int:
    """By how many weeks a participant's dates are moved: -104 to -1, always the same.

    Drawn by HMAC-SHA-256: whoever has no key can neither work it out nor tell it from chance. The
    participant is named by code.
    """
    drawn = hmac.digest(key, participant.encode(), hashlib.sha256)
    # 2^64 is no multiple of 104, which makes some numbers likelier by one in 10^17.
    return -1 - int.from_bytes(drawn[:8]) % MOST_WEEKS


def shift_of(participant: str, key: bytes) -> timedelta:
    """The same as a span of time, to be added on the participant's wall clock."""
    return timedelta(weeks=weeks_shifted(participant, key))


def shift_key(study: Study) -> bytes:
    """The study's own key, made of the oldest of VAULT_KEYS, which is never taken out."""
    oldest = next(iter(settings.VAULT_KEYS.values()))
    return hmac.digest(oldest, f"weeks shifted|{study.pk}".encode(), hashlib.sha256)
