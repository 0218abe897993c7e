"""What each end of a message means for a study, and what a researcher can do about it."""

from __future__ import annotations

from esmpress.delivery.models import Notification

_S = Notification.Status

# Reasons for which a message that was not sent asks for a look.
ALARMING = ("late", "suppressed", "invited_later")

# What is told of each status; an empty sentence asks for nothing.
ADVICE: dict[str, str] = {
    _S.PLANNED: "Goes out at its moment, if it is still wanted then.",
    _S.DUE: "Was refused for now and is tried again by itself, until too little time is left.",
    _S.CLAIMED: "Goes out at this moment.",
    _S.HANDED_OVER: "Is with the provider; the answer comes within seconds.",
    _S.ACCEPTED: "The mail server took it. Over SMTP nobody tells more; SendGrid tells within "
    "minutes what became of it.",
    _S.DEFERRED: "The mailbox is full or busy. The provider keeps trying for up to three days; a "
    "message that comes after its time is of no use, but does no harm.",
    _S.DELIVERED: "Nothing to do.",
    _S.BOUNCED: "The address takes no mail. Ask the participant for another one; nothing more is "
    "sent there until you allow it on their page.",
    _S.DROPPED: "The provider would not try, mostly after an earlier bounce or spam report. Clear "
    "the address in its suppression list, then allow mail on the participant's page.",
    _S.UNCERTAIN: "The connection broke before the answer. It is sent again only if the study says "
    "so: “Try again” can make a message arrive twice.",
    _S.FAILED: "The provider refused it. Mend the cause, then “Try again” while there is time.",
}
_NOT_SENT: dict[str, str] = {
    "late": "Sending stood still or was too slow at that time: see lateness, and whether Beat and "
    "worker run.",
    "suppressed": "Ask the participant for an address that works, then allow mail on their page.",
    "unsubscribed": "Ask whether the participant still wants to take part; withdraw them if not.",
    "paused": "Resume the participation when the participant is back.",
    "study_not_running": "Messages go out only between launch and end.",
    "called_off": "“Try again” sends it after all, while there is time.",
    "invited_later": "The invitation was late: see lateness.",
}


def advice_on(status: str, reason: str) -> str:
    """What to know or do about messages that ended so."""
    if status == _S.NOT_SENT:
        return _NOT_SENT.get(reason, "Nothing to do: it was not needed any more.")
    return ADVICE[status]
