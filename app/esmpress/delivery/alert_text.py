"""What a coordinator is told: in plain words, by code, without an address."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from esmpress.delivery.models import CoordinatorAlert
from esmpress.participants.models import Participant
from esmpress.studies.models import Study

Kind = CoordinatorAlert.Kind

# More would make a mail nobody reads to the end; the others are in the list of participants.
LISTED = 100

_HAPPENED = {
    Kind.BOUNCED: "mail came back: the address does not exist, or takes no mail.",
    Kind.DROPPED: "the mail service refuses to send to this address, for mail came back before "
    "or was called spam.",
    Kind.SPAM_REPORT: "a message was reported as spam.",
    Kind.UNSUBSCRIBED: "unsubscribed: wants no more messages.",
}
_TO_DO = {
    Kind.BOUNCED: "Mail came back: ask the participant for another address and enrol that one. If "
    "the mailbox only failed for a while, press “Send mail again” on the participant's page.",
    Kind.DROPPED: "Refused by the mail service: take the address off its suppression lists first, "
    "then press “Send mail again” on the participant's page.",
    Kind.SPAM_REPORT: "Reported as spam: often pressed by mistake. Ask the participant by other "
    "means; only if they want mail, press “Send mail again” on their page.",
    Kind.UNSUBSCRIBED: "Unsubscribed: they still take part in the study, unless the list below "
    "says that they have left. Respect their wish; withdraw them if they want to leave.",
}


def subject_of(study: Study) -> str:
    """The subject of a mail with alerts, for the study's contact."""
    return f"ESMpress: mail does not reach everybody in “{study.name}”"


def text_of(study: Study, alerts: Sequence[CoordinatorAlert]) -> str:
    """The text of one mail about several alerts of a study, the oldest first."""
    kinds = [kind for kind in Kind if any(alert.kind == kind for alert in alerts)]
    listed = [_line(alert) for alert in alerts[:LISTED]]
    if len(alerts) > LISTED:
        address = f"{settings.PUBLIC_API_URL}{reverse('admin:participants_participant_changelist')}"
        listed.append(f"... and {len(alerts) - LISTED} more: {address}?study__id__exact={study.pk}")
    return "\n\n".join(
        [
            f"In the study “{study.name}” these participants get no more messages:",
            *listed,
            "What to do:",
            *(f"- {_TO_DO[kind]}" for kind in kinds),
            "Nothing is lost: prompts that were not sent do not count as missed. You get such a "
            "mail once in a quarter of an hour at most.",
        ]
    )


def _line(alert: CoordinatorAlert) -> str:
    participant = alert.participant
    page = reverse("admin:participants_participant_change", args=[participant.pk])
    has_left = participant.status == Participant.Status.WITHDRAWN
    left = " They have left the study." if has_left else ""
    happened = _HAPPENED[Kind(alert.kind)]
    return f"{participant.code}: {happened}{left}\n{settings.PUBLIC_API_URL}{page}"
