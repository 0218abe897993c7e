"""What a mail about alerts says: who, what kind, where to look; no answer, address or arm."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.alerts.models import Alert, AlertRule
from esmpress.alerts.words import alert_in_words
from esmpress.studies.models import Study

# More would make a mail nobody reads to the end.
LISTED = 50


def subject_of(study: Study, alerts: Sequence[Alert]) -> str:
    """The subject; that an answer needs a human is seen without opening the mail."""
    if any(alert.rule.kind == AlertRule.Kind.RISK for alert in alerts):
        return _("ESMpress: an answer in “%(study)s” needs a human") % {"study": study.name}
    words = ngettext(
        "ESMpress: %(count)d alert in “%(study)s”",
        "ESMpress: %(count)d alerts in “%(study)s”",
        len(alerts),
    )
    return words % {"count": len(alerts), "study": study.name}


def text_of(study: Study, alerts: Sequence[Alert], *, zone: str) -> str:
    """The text, the oldest alert first; instants in the reader's zone."""
    listed = [_line(alert, zone) for alert in alerts[:LISTED]]
    if len(alerts) > LISTED:
        address = _address("admin:alerts_alert_changelist")
        listed.append(
            _("... and %(count)d more: %(address)s")
            % {"count": len(alerts) - LISTED, "address": address}
        )
    wishes = _address("admin:studies_study_alert_mail", study.pk)
    return "\n\n".join(
        [
            _("In the study “%(study)s”:") % {"study": study.name},
            *listed,
            _("Acknowledge an alert on its page, so that others know that you look after it."),
            _("Which alerts you are mailed, and when: %(address)s") % {"address": wishes},
        ]
    )


def _line(alert: Alert, zone: str) -> str:
    at = alert.raised_at.astimezone(ZoneInfo(zone))
    who = str(alert.participant) if alert.participant else _("The whole study")
    page = _address("admin:alerts_alert_change", alert.pk)
    return f"{who}, {at:%Y-%m-%d %H:%M}: {alert_in_words(alert)}\n{page}"


def _address(page: str, *which: int) -> str:
    return f"{settings.PUBLIC_API_URL}{reverse(page, args=which)}"
