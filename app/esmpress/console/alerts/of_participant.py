"""A participant's alerts, on their page."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esmpress.alerts.models.rule import tells_arms
from esmpress.alerts.words import alert_in_words
from esmpress.console.alerts.words import at_in_words, state_in_words
from esmpress.participants.models import Participant

# The others are in the list of alerts.
_LISTED = 20


def alerts_in_lines(participant: Participant, *, sees_arms: bool) -> SafeString | str:
    """Each with when it was raised and how it stands, as a link; the newest first."""
    found = participant.alerts.select_related("rule", "study", "acknowledged_by", "done_by")
    shown = found if sees_arms else found.exclude(tells_arms(path="rule__"))
    lines = (
        (
            reverse("admin:alerts_alert_change", args=[alert.pk]),
            _("%(at)s: %(what)s (%(state)s)")
            % {
                "at": at_in_words(alert, alert.raised_at),
                "what": alert_in_words(alert),
                "state": state_in_words(alert),
            },
        )
        for alert in shown[:_LISTED]
    )
    return format_html_join("", '<p><a href="{}" class="underline">{}</a></p>', lines) or _("none")
