"""Forgetting who a participant is: what leads from a person to their answers is deleted."""

from __future__ import annotations

from django.db.models import F, Q

from esmpress.alerts.erasing import forget_notes
from esmpress.delivery.models import CoordinatorAlert
from esmpress.participants.models import Contact, JoinRequest, Participant
from esmpress.prompts.models import Prompt


def forget(participant: Participant) -> None:
    """Delete the address and all that was made of it; every link of theirs becomes unknown."""
    contact = Contact.objects.filter(participant=participant)
    # Also those that were never confirmed, while the address can still be looked for.
    same_address = Q(email_index__in=contact.values("email_index"))
    JoinRequest.objects.filter(Q(participant=participant) | same_address).delete()
    contact.delete()
    participant.letters.all().delete()
    # The words of a mail server often name the mailbox.
    CoordinatorAlert.objects.filter(participant=participant).update(reason="")
    forget_notes(participant)
    Prompt.objects.filter(participant=participant).update(token_hash=None)
    Participant.objects.filter(pk=participant.pk).update(portal_epoch=F("portal_epoch") + 1)
