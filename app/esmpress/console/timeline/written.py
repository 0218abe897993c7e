"""What researchers wrote to a participant by hand, beside the prompts of their timeline."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.models import Letter
from esmpress.participants.models import Participant

Status = Letter.Status


@dataclass(frozen=True)
class Written:
    """One message: when, by whom, and what became of it."""

    at: str
    author: str
    subject: str
    state: str


def written_to(participant: Participant) -> list[Written]:
    """All of them, the first first; one statement."""
    letters = Letter.objects.filter(participant=participant, message__isnull=False)
    return [
        _written(letter, participant.time_zone)
        for letter in letters.select_related("message__researcher").order_by("pk")
    ]


def _written(letter: Letter, zone: str) -> Written:
    assert letter.message is not None
    return Written(
        at=on_wall_clock(letter.written_at, zone),
        author=str(letter.message.researcher),
        subject=letter.message.subject,
        state=_state(letter, zone),
    )


def _state(letter: Letter, zone: str) -> str:
    at = on_wall_clock(letter.settled_at, zone)
    match letter.status:
        case Status.PLANNED:
            return _("waits to be sent")
        case Status.SENT:
            return _("sent {at}").format(at=at)
        case Status.UNCERTAIN:
            return _("may have gone out; it is not sent again")
    return _("not sent: {reason}").format(reason=letter.reason)
