"""The mail that invites somebody without an account."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format

from esmpress.accounts.models import Researcher
from esmpress.delivery.outcomes import Accepted
from esmpress.delivery.service_mail import send_service_mail
from esmpress.studies.invitations import invitation_link, invite
from esmpress.studies.models import Invitation, Role, Study

NOT_SENT = "The mail could not be sent now. The invitation waits below; invite again to retry."


def invite_by_mail(
    study: Study, email: str, role: str, *, invited_by: Researcher, now: datetime
) -> str:
    """Keep the invitation and send its link; what went wrong in a sentence, or nothing."""
    invitation = invite(study, email, role, invited_by=invited_by, now=now)
    outcome = send_service_mail(
        to=email, subject=f"Work with us in the study “{study.name}”", text=_text(invitation)
    )
    return "" if isinstance(outcome, Accepted) else NOT_SENT


def _text(invitation: Invitation) -> str:
    inviter = invitation.invited_by
    until = date_format(invitation.expires_at, "j F Y, H:i")
    return (
        f"{inviter or 'Somebody'} invites you to work in the study “{invitation.study.name}” on "
        f"ESMpress, as {Role(invitation.role).label}.\n\n"
        f"This link makes your account; it works once, until {until} UTC:\n"
        f"{invitation_link(invitation)}\n\n"
        "If you know nothing of this, do nothing: without the link nothing happens.\n"
    )
