"""Links of a participant, in the Admin: send the open one again, mail or revoke personal ones."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import action

from esmpress.console.confirming import confirm, object_or_denied
from esmpress.console.participant_pages import ParticipantPages
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.portal_mail import mail_link
from esmpress.delivery.resending import CannotResend, resend, why_not_resent
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.participants.portal_links import revoke_links


class LinkActs(ParticipantPages):
    """The pages behind “Send the open link again” and “Mail personal link”, and to revoke those."""

    @action(
        description=gettext_lazy("Send the open link again"),
        permissions=["writing"],
        url_path="resend",
        icon="forward_to_inbox",
    )
    def resend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first, or say why not; then let one more mail with the link go out."""
        participant: Participant = object_or_denied(self, request, object_id)
        now = timezone.now()
        if request.method == "POST":
            return self._resend(request, participant, now=now)
        why_not = why_not_resent([participant], now=now).get(participant.pk)
        return confirm(
            self,
            request,
            participant,
            title=_("Send the open link again"),
            sentences=[why_not] if why_not else _what_resending_does(),
            button="" if why_not else _("Send again"),
        )

    def _resend(
        self, request: HttpRequest, participant: Participant, *, now: datetime
    ) -> HttpResponse:
        try:
            with transaction.atomic():
                moment = on_wall_clock(
                    resend(participant, now=now).scheduled_at, participant.time_zone
                )
                noted = f"The link of the prompt of {moment} is sent again."
                self.log_change(request, participant, noted)
        except CannotResend as error:
            said = f"{participant}: {error}"
        else:
            said = _("%(participant)s: the link goes out again.") % {"participant": participant}
        return self._said(request, participant, said)

    @action(
        description=lazily("Mail personal link"),
        permissions=["writing"],
        url_path="mail-link",
        icon="forward_to_inbox",
    )
    def mail_link(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then mail the participant the link to their own page."""
        participant = object_or_denied(self, request, object_id)
        if request.method == "POST":
            if mail_link(participant, now=timezone.now()):
                return self._done(
                    request, participant, _("the link to their own page is on its way")
                )
            return self._done(
                request,
                participant,
                _(
                    "no link was mailed: mail does not reach the address, or three went out in the "
                    "last 24 hours"
                ),
            )
        return confirm(
            self,
            request,
            participant,
            title=_("Mail the personal link?"),
            sentences=[
                _(
                    "The participant gets a mail with a link to their own page, good for two "
                    "weeks. There they see their study days, change their hours, pause, take "
                    "their data home or withdraw."
                ),
            ],
            button=_("Mail the link"),
        )

    @action(
        description=lazily("Revoke personal links"),
        permissions=["withdraw"],
        url_path="revoke-links",
        icon="link_off",
    )
    def revoke_links(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask first; then make the links to the participant's own page unknown."""
        participant = object_or_denied(self, request, object_id)
        if request.method == "POST":
            revoke_links(participant)
            return self._done(request, participant, _("the links to their own page are revoked"))
        return confirm(
            self,
            request,
            participant,
            title=_("Revoke the personal links?"),
            sentences=[
                _(
                    "Every link to the participant's own page that was mailed until now "
                    "stops working, as when somebody else has read their mail. They can ask "
                    "for a new one."
                ),
                _("Links to questionnaires stay as they are."),
            ],
            button=_("Revoke"),
        )


def _what_resending_does() -> list[str]:
    return [
        _(
            "One more mail goes out, with the words of a reminder. The link is the one the "
            "participant has: whichever mail they open, it counts once."
        ),
        _("At most twice for one prompt, and not within 5 minutes of another mail."),
    ]
