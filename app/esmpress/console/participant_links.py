"""The links to a participant's own page, in the Admin: mail one, make all of them unknown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from unfold.decorators import action

from esmpress.console.confirming import confirm, object_or_denied
from esmpress.console.participant_pages import ParticipantPages
from esmpress.delivery.portal_mail import mail_link
from esmpress.lazy_texts import lazily
from esmpress.participants.portal_links import revoke_links


class LinkActs(ParticipantPages):
    """The pages behind “Mail personal link” and “Revoke personal links”."""

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
