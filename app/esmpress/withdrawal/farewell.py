"""The letter that tells a participant what their withdrawal did."""

from __future__ import annotations

from datetime import datetime

import structlog
from cryptography.exceptions import InvalidTag

from esmpress.delivery import letters
from esmpress.delivery.models import Letter
from esmpress.participants.models import Contact, Participant
from esmpress.participants.vault import KeyMissing

log = structlog.get_logger(__name__)


def write_farewell(participant: Participant, level: str, *, now: datetime) -> None:
    """Write it with an address of its own, which goes when it is sent or cannot be.

    None is written where there is no address, or mail does not reach it.
    """
    contact = Contact.objects.filter(participant=participant).first()
    if contact is None or participant.suppressed_at is not None:
        return
    try:
        email = contact.email
    except (KeyMissing, InvalidTag):
        # A withdrawal holds whether or not somebody can be told of it.
        log.exception("farewell_not_written", participant=participant.pk)
        return
    letters.write(
        Letter.Kind.WITHDRAWN,
        study=participant.study,
        language=participant.language,
        email=email,
        payload={"variant": level},
        now=now,
    )
