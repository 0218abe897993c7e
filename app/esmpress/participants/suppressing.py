"""Suppressing addresses that mail does not reach: nothing is sent until a researcher lifts it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import structlog
from cryptography.exceptions import InvalidTag
from django.db import transaction
from django.db.models import Q

from esmpress.participants.models import Contact, Participant, email_index
from esmpress.participants.vault import KeyMissing
from esmpress.studies.models import Study

log = structlog.get_logger(__name__)


@transaction.atomic
def suppress_addresses(reasons: Mapping[int, str], *, now: datetime) -> dict[int, str]:
    """Suppress participants and all who have the same address in running studies.

    `reasons` gives a word for each participant's id, like `bounced`; so does the answer, for those
    who were not suppressed before.
    """
    everybody = {**_same_addresses(reasons), **reasons}
    unsuppressed = Participant.objects.filter(pk__in=everybody, suppressed_at__isnull=True)
    # In the order of their ids, so that two workers do not wait for each other in a circle.
    ids = unsuppressed.order_by("pk").select_for_update().values_list("pk", flat=True)
    news = {pk: everybody[pk] for pk in ids}
    for reason in set(news.values()):
        alike = [pk for pk, why in news.items() if why == reason]
        Participant.objects.filter(pk__in=alike).update(suppressed_at=now, suppressed_reason=reason)
    return news


def lift_suppression(participant: Participant) -> bool:
    """Send mail to this participant again; False when nothing was suppressed."""
    suppressed = Participant.objects.filter(pk=participant.pk, suppressed_at__isnull=False)
    return bool(suppressed.update(suppressed_at=None, suppressed_reason=""))


def _same_addresses(reasons: Mapping[int, str]) -> dict[int, str]:
    """Who takes part in a running study with one of the addresses, each with the reason."""
    studies = list(Study.objects.running().values_list("pk", flat=True))
    by_index = {
        email_index(study, email): reasons[participant]
        for participant, email in _addresses(reasons).items()
        for study in studies
    }
    found = Contact.objects.filter(
        Q(participant__status__in=Participant.TAKING_PART), email_index__in=by_index
    )
    rows = found.values_list("participant_id", "email_index")
    return {participant: by_index[bytes(index)] for participant, index in rows}


def _addresses(reasons: Mapping[int, str]) -> dict[int, str]:
    """The addresses by participant; one that cannot be unsealed is left out, and logged."""
    addresses = {}
    for contact in Contact.objects.filter(participant__in=reasons):
        try:
            addresses[contact.participant_id] = contact.email
        except (KeyMissing, InvalidTag):
            log.exception("address_not_unsealed", participant=contact.participant_id)
    return addresses
