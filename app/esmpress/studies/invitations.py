"""Invitations into a study for people who have no account: a signed link, good for a week, once."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from esmpress.accounts.models import Researcher
from esmpress.row_tokens import ForgedToken, make_token, read_token
from esmpress.studies.members import AlreadyMember, add_member
from esmpress.studies.models import Invitation, Study

GOOD_FOR = timedelta(days=7)
_PURPOSE = "invitation"
# With two numbers 36 bytes: 48 signs without padding.
_MAC_BYTES = 20


class UnknownInvitation(Exception):
    """No invitation waits behind the link: it was taken, withdrawn, sent anew, or never there."""


class InvitationExpired(Exception):
    """The link was good once."""


@transaction.atomic
def invite(
    study: Study, email: str, role: str, *, invited_by: Researcher, now: datetime
) -> Invitation:
    """An invitation for the address; one that waits already is replaced, and its link ends.

    Those of the study that nobody took in time go, with their addresses.
    """
    # Of two who invite the same address at once, the second replaces what the first made.
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    waiting = Invitation.objects.filter(study=study)
    waiting.filter(Q(email__iexact=email) | Q(expires_at__lte=now)).delete()
    return Invitation.objects.create(
        study=study,
        email=email,
        role=role,
        invited_by=invited_by,
        invited_at=now,
        # Links hold it in whole seconds.
        expires_at=(now + GOOD_FOR).replace(microsecond=0),
    )


def invitation_link(invitation: Invitation) -> str:
    """The address of the page that takes the invitation."""
    until = int(invitation.expires_at.timestamp())
    token = make_token(_PURPOSE, invitation.pk, until, mac_bytes=_MAC_BYTES)
    return f"{settings.PUBLIC_URL}/admin/studies/study/invitation/{token}/"


def find_invitation(token: str, *, now: datetime) -> Invitation:
    """The invitation behind a link; raises UnknownInvitation, or InvitationExpired."""
    try:
        pk, until = read_token(_PURPOSE, token, count=2, mac_bytes=_MAC_BYTES)
    except ForgedToken as error:
        raise UnknownInvitation from error
    found = Invitation.objects.filter(pk=pk).select_related("study", "invited_by").first()
    if found is None or int(found.expires_at.timestamp()) != until:
        raise UnknownInvitation
    if found.invited_by is not None and not found.invited_by.is_active:
        raise UnknownInvitation
    if now >= found.expires_at:
        raise InvitationExpired
    return found


def account_of(invitation: Invitation) -> Researcher | None:
    """The account of the invited address, where somebody has made one meanwhile."""
    return Researcher.objects.with_address(invitation.email).first()


@transaction.atomic
def accept(invitation: Invitation, *, name: str, password: str, now: datetime) -> Researcher:
    """Make the account, if there is none, and give it the role; raises UnknownInvitation.

    Of two who press at once, the second finds nothing.
    """
    taken, _ = Invitation.objects.filter(pk=invitation.pk).delete()
    if not taken:
        raise UnknownInvitation
    researcher = account_of(invitation) or Researcher.objects.create_user(
        invitation.email, password, name=name
    )
    try:
        inviter = invitation.invited_by or researcher
        add_member(invitation.study, researcher, invitation.role, given_by=inviter, now=now)
    except AlreadyMember:
        # Somebody has added them meanwhile; that role counts.
        pass
    return researcher
