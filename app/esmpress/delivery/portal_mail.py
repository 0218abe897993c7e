"""Mails participants the links to their own pages: when they ask, or a researcher does."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from esmpress.delivery import letters
from esmpress.delivery.models import Letter
from esmpress.participants.link_requests import take_requests
from esmpress.participants.models import Participant
from esmpress.participants.portal_links import with_page

# A mailbox cannot be flooded by whoever knows its address.
MOST_A_DAY = 3
_DAY = timedelta(days=1)


@transaction.atomic
def mail_requested_links(*, now: datetime) -> int:
    """Write the letters that were asked for on the page; how many there are."""
    asked = take_requests()
    if not asked:
        return 0
    found = Participant.objects.filter(contact__email_index__in=asked).order_by("pk")
    return sum(mail_link(participant, now=now) for participant in found)


@transaction.atomic
def mail_link(participant: Participant, *, now: datetime) -> bool:
    """Write a letter with the link to the participant's own page.

    False when none is written: three were in a day, or mail does not reach them.
    """
    # Two requests at once count one after the other.
    rows = with_page(Participant.objects.filter(pk=participant.pk, contact__isnull=False))
    locked = rows.select_for_update(of=("self",), no_key=True).select_related("study").first()
    if locked is None or locked.suppressed_at is not None:
        return False
    mine = Letter.objects.filter(participant=locked, kind=Letter.Kind.PORTAL_LINK)
    if mine.filter(written_at__gt=now - _DAY).count() >= MOST_A_DAY:
        return False
    letters.write(Letter.Kind.PORTAL_LINK, study=locked.study, participant=locked, now=now)
    return True
