"""Another address for a participant: what was known of mail to the old one is gone with it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.delivery.models import CoordinatorAlert
from esmpress.participants.contacts import replace_address
from esmpress.participants.models import Participant
from esmpress.participants.portal_links import revoke_links
from esmpress.participants.suppressing import lift_suppression


@transaction.atomic
def change_address(participant: Participant, email: str, *, now: datetime) -> bool:
    """Send mail to another address from now on; whether mail to the old one was suppressed.

    Whoever reads the old mailbox opens the participant's own page no more. That they unsubscribed
    is the participant's wish, and stays. Raises what `replace_address` raises.
    """
    replace_address(participant, email, now=now)
    revoke_links(participant)
    # The words of a mail server often name the mailbox.
    CoordinatorAlert.objects.filter(participant=participant).update(reason="")
    return lift_suppression(participant)
