"""Personal links to the participant's own page: signed, good for two weeks, and revocable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import F

from esmpress.participants.models import Participant, ParticipantQuerySet
from esmpress.row_tokens import ForgedToken, make_token, read_token

GOOD_FOR = timedelta(days=14)

_PURPOSE = "portal"
# With three numbers 42 bytes: 56 signs without padding.
_MAC_BYTES = 18
_HOUR = timedelta(hours=1)
_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)


class UnknownPortalLink(Exception):
    """No participant belongs to the token, or no longer: it was revoked, or their data are gone."""


class PortalLinkExpired(Exception):
    """The link was good once; `participant` is whose it was."""

    def __init__(self, participant: Participant) -> None:
        """Keep whose it was, for a new one."""
        super().__init__(participant.pk)
        self.participant = participant


def portal_token(participant_id: int, epoch: int, *, now: datetime) -> str:
    """The participant's token of this hour; `epoch` counts how often their links were revoked."""
    hour = (now - _BEGIN) // _HOUR
    return make_token(_PURPOSE, participant_id, epoch, hour, mac_bytes=_MAC_BYTES)


def portal_address(participant_id: int, epoch: int, *, now: datetime) -> str:
    """The address of the participant's own page, where the row was read before."""
    return f"{settings.PUBLIC_URL}/me/{portal_token(participant_id, epoch, now=now)}"


def portal_link(participant_id: int, *, now: datetime) -> str:
    """The address of the participant's own page, good for two weeks."""
    mine = Participant.objects.filter(pk=participant_id)
    epoch = mine.values_list("portal_epoch", flat=True).get()
    return portal_address(participant_id, epoch, now=now)


def find_participant(token: str, *, now: datetime) -> Participant:
    """Whose page a token opens, with the study; raises UnknownPortalLink or PortalLinkExpired."""
    try:
        pk, epoch, hour = read_token(_PURPOSE, token, count=3, mac_bytes=_MAC_BYTES)
    except ForgedToken as error:
        raise UnknownPortalLink from error
    mine = Participant.objects.filter(pk=pk, portal_epoch=epoch)
    participant = with_page(mine).select_related("study").first()
    if participant is None:
        raise UnknownPortalLink
    if now >= _BEGIN + hour * _HOUR + GOOD_FOR:
        raise PortalLinkExpired(participant)
    return participant


def with_page(participants: ParticipantQuerySet) -> ParticipantQuerySet:
    """Those who have a page: whoever takes part, or has stopped and left it at that."""
    gone = Participant.Level.FORGET, Participant.Level.EXCLUDE, Participant.Level.ERASE
    return participants.exclude(withdrawal_level__in=gone)


def revoke_links(participant: Participant) -> None:
    """Make every link to the participant's page unknown that was made until now."""
    Participant.objects.filter(pk=participant.pk).update(portal_epoch=F("portal_epoch") + 1)
