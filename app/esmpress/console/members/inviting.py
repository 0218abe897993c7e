"""The mail that invites somebody without an account."""

from __future__ import annotations

from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.delivery.outcomes import Accepted
from esmpress.delivery.service_mail import send_service_mail
from esmpress.lazy_texts import lazily
from esmpress.studies.invitations import invitation_link, invite
from esmpress.studies.models import Invitation, Study

NOT_SENT = lazily(
    "The mail could not be sent now. The invitation waits below; invite again to retry."
)


def invite_by_mail(
    study: Study, email: str, role: str, *, invited_by: Researcher, now: datetime
) -> str:
    """Keep the invitation and send its link; what went wrong in a sentence, or nothing."""
    invitation = invite(study, email, role, invited_by=invited_by, now=now)
    outcome = send_service_mail(
        to=email,
        subject=_("Work with us in the study “%(name)s”") % {"name": study.name},
        text=_text(invitation),
    )
    return "" if isinstance(outcome, Accepted) else NOT_SENT


def _text(invitation: Invitation) -> str:
    inviter = invitation.invited_by
    until = date_format(invitation.expires_at, "j F Y, H:i")
    return _(
        "%(inviter)s invites you to work in the study “%(name)s” on ESMpress, as "
        "%(role)s.\n\nThis link makes your account; it works once, until %(until)s "
        "UTC:\n%(link)s\n\nIf you know nothing of this, do nothing: without the "
        "link nothing happens.\n"
    ) % {
        "inviter": inviter or _("Somebody"),
        "name": invitation.study.name,
        "role": invitation.get_role_display(),
        "until": until,
        "link": invitation_link(invitation),
    }
