"""Stops mail to addresses that it does not reach, and tells the study's coordinator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from esmpress.delivery.events import kinds
from esmpress.delivery.models import CoordinatorAlert
from esmpress.participants.models import Contact
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_all_unsubscribed

Kind = CoordinatorAlert.Kind

# When one batch says several things of one participant, the first of these counts.
_WEIGHT = (Kind.BOUNCED, Kind.SPAM_REPORT, Kind.DROPPED)


@dataclass(frozen=True)
class Told:
    """What an event said of mail to a participant."""

    kind: str
    reason: str
    participant_id: int
    # Mail comes back for days: what is wrong with an address they had says nothing of the new one.
    of_old_address: bool


def suppress(told: Sequence[Told], *, now: datetime) -> None:
    """Act on what was told.

    Whoever unsubscribed at the provider gets no more mail of that study; what is wrong with an
    address is wrong in all studies.
    """
    unsubscribed = {one.participant_id for one in told if one.kind in kinds.UNSUBSCRIBES}
    if unsubscribed:
        mark_all_unsubscribed(unsubscribed, now=now)
    bad = _bad_addresses(told)
    if bad:
        reasons = {participant: str(kind) for participant, (kind, _) in bad.items()}
        news = suppress_addresses(reasons, now=now)
        # Reports come for days, also of addresses that were deleted meanwhile: nobody can mend
        # those, and words about them would be the last that is known of a person.
        known = Contact.objects.filter(participant__in=news)
        reachable = set(known.values_list("participant", flat=True))
        CoordinatorAlert.objects.bulk_create(
            CoordinatorAlert(
                participant_id=participant,
                kind=kind,
                reason=bad[participant][1] if participant in bad else "",
                raised_at=now,
            )
            for participant, kind in sorted(news.items())
            if participant in reachable
        )


def _bad_addresses(told: Sequence[Told]) -> dict[int, tuple[Kind, str]]:
    """What is wrong with the addresses of participants, and the provider's words for it."""
    found = [
        (_WEIGHT.index(wrong), one.reason, one.participant_id)
        for one in told
        if not one.of_old_address and (wrong := _wrong(one.kind, one.reason)) is not None
    ]
    return {
        participant: (_WEIGHT[weight], reason)
        for weight, reason, participant in sorted(found, reverse=True)
    }


def _wrong(kind: str, reason: str) -> Kind | None:
    """What an event says is wrong with the address; None when it says nothing of it."""
    if kind == kinds.BOUNCE:
        return Kind.BOUNCED
    if kind == kinds.SPAM_REPORT:
        return Kind.SPAM_REPORT
    is_about_address = kind == kinds.DROPPED and reason.lower() in kinds.ADDRESS_DROPPED
    return Kind.DROPPED if is_about_address else None
