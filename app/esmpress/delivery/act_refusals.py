"""Why a researcher cannot have a message tried again or called off, in sentences."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from esmpress.delivery.models import Notification
from esmpress.lazy_texts import lazily
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import LATE, UNCERTAIN
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study

Status = Notification.Status

_UNDER_WAY = lazily("A worker is sending it at this moment.")
_HAS_GONE = lazily("It has gone out.")
_WAITS = lazily("It waits to be sent, and will be tried by itself.")
_TOO_LATE = lazily("Too little of the time to answer is left.")


def why_not_off(row: Notification) -> str:
    """Why a message cannot be called off; empty when it can."""
    if row.status in Notification.WAITING:
        return ""
    if row.status in (Status.CLAIMED, Status.HANDED_OVER):
        return str(_UNDER_WAY)
    if row.status in (Status.NOT_SENT, Status.FAILED):
        return _("It is not sent anyway.")
    return _("It may have gone out.") if row.status == Status.UNCERTAIN else str(_HAS_GONE)


def why_not_again(row: Notification, *, now: datetime) -> str:
    """Why a message cannot be tried again; empty when it can."""
    return (
        _not_by_status(row)
        or _not_by_person(row.prompt.participant)
        or (str(_TOO_LATE) if now > row.last_moment else "")
        or _not_by_prompt(row, row.prompt)
    )


def _not_by_status(row: Notification) -> str:
    if row.status in Notification.WAITING:
        return str(_WAITS)
    if row.status in (Status.CLAIMED, Status.HANDED_OVER):
        return str(_UNDER_WAY)
    if row.status in Notification.TAKEN:
        return str(_HAS_GONE)
    if row.status in Notification.RETURNED:
        return _("It came back: the address does not take mail.")
    return str(_TOO_LATE) if row.status == Status.NOT_SENT and row.reason == LATE else ""


def _not_by_person(participant: Participant) -> str:
    if participant.status != Participant.Status.ENROLLED:
        return _("%(participant)s is %(status)s.") % {
            "participant": participant,
            "status": participant.get_status_display(),
        }
    if participant.unsubscribed_at is not None:
        return _("%(participant)s asked for no more mail.") % {"participant": participant}
    if participant.suppressed_at is not None:
        return _("Mail to %(participant)s is suppressed.") % {"participant": participant}
    return "" if participant.study.is_running else _("The study does not run.")


def _not_by_prompt(row: Notification, prompt: Prompt) -> str:
    if row.kind == Notification.INVITATION:
        never_sent = prompt.status == Prompt.Status.NOT_SENT and prompt.sent_at is None
        in_doubt = prompt.status == Prompt.Status.SENT and prompt.status_reason == UNCERTAIN
        wanted = never_sent or (in_doubt and row.uncertain_at is not None)
    else:
        if prompt.sent_at and prompt.sent_at > row.planned_at:
            return _("The invitation went out later than this reminder.")
        wanted = prompt.status == Prompt.Status.SENT or _still_reminds(row, prompt)
    return (
        "" if wanted else _("Its prompt is %(prompt)s.") % {"prompt": prompt.get_status_display()}
    )


def _still_reminds(row: Notification, prompt: Prompt) -> bool:
    until = prompt.participant.study.reminders_until
    is_wanted = row.kind.startswith("snooze") or until == Study.RemindersUntil.ANSWERED
    return prompt.status in Prompt.OPENED and is_wanted
