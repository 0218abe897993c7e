"""What is kept of a participant beside their answers, in words a program can read too."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.delivery.models import Notification
from esmpress.export.instant_texts import local_text
from esmpress.participants.models import Contact, Participant


def about(participant: Participant, *, now: datetime) -> dict[str, Any]:
    """The participation and its course; instants are local to the participant."""
    study, zone = participant.study, ZoneInfo(participant.time_zone)
    contact = Contact.objects.filter(participant=participant).first()
    return {
        "study": study.title.get(participant.language) or next(iter(study.title.values()), ""),
        "contact": {"name": study.contact_name, "email": study.contact_email},
        "written_at": local_text(now, zone),
        "participant": participant.code,
        "email": contact.email if contact else None,
        "status": participant.status,
        "language": participant.language,
        "time_zone": participant.time_zone,
        "enrolled_at": local_text(participant.enrolled_at, zone),
        "first_day": participant.start_date and participant.start_date.isoformat(),
        "withdrawn_at": local_text(participant.withdrawn_at, zone),
        "wake_times": participant.wake_times,
        **_course(participant, zone),
        "messages": _messages(participant),
    }


def _course(participant: Participant, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "pauses": [
            {"from": local_text(one.began_at, zone), "to": local_text(one.ended_at, zone)}
            for one in participant.pauses.all()
        ],
        "times_without_mail": [
            {"from": local_text(one.began_at, zone), "to": local_text(one.ended_at, zone)}
            for one in participant.mail_stops.all()
        ],
        "moves": [
            {
                "to": one.time_zone,
                "from": one.time_zone_before,
                "first_day": one.from_date.isoformat(),
            }
            for one in participant.zone_changes.all()
        ],
        "consents": [
            {
                "title": one.document.title.get(one.language, ""),
                "version": one.document.number,
                "choices": one.choices,
                "given_at": local_text(one.given_at, zone),
            }
            for one in participant.consents.select_related("document")
        ],
    }


def _messages(participant: Participant) -> list[dict[str, Any]]:
    """The messages that went out, the first first."""
    sent = Notification.objects.filter(
        prompt__participant=participant, handed_over_at__isnull=False
    ).select_related("prompt")
    return [
        {
            "kind": message.kind,
            "sent_at": local_text(message.handed_over_at, ZoneInfo(message.prompt.time_zone)),
            "status": message.status,
        }
        for message in sent.order_by("handed_over_at", "pk")
    ]
