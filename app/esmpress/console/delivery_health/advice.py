"""What each end of a message means for a study, and what a researcher can do about it."""

from __future__ import annotations

from esmpress.delivery.models import Notification
from esmpress.lazy_texts import lazily

_S = Notification.Status

# Reasons for which a message that was not sent asks for a look.
ALARMING = ("late", "suppressed", "invited_later")

# What is told of each status; an empty sentence asks for nothing.
ADVICE: dict[str, str] = {
    _S.PLANNED: lazily("Goes out at its moment, if it is still wanted then."),
    _S.DUE: lazily(
        "Was refused for now and is tried again by itself, until too little time is left."
    ),
    _S.CLAIMED: lazily("Goes out at this moment."),
    _S.HANDED_OVER: lazily("Is with the provider; the answer comes within seconds."),
    _S.ACCEPTED: lazily(
        "The mail server took it. Over SMTP nobody tells more; SendGrid tells within "
        "minutes what became of it."
    ),
    _S.DEFERRED: lazily(
        "The mailbox is full or busy. The provider keeps trying for up to three days; a "
        "message that comes after its time is of no use, but does no harm."
    ),
    _S.DELIVERED: lazily("Nothing to do."),
    _S.BOUNCED: lazily(
        "The address takes no mail. Ask the participant for another one; nothing more is "
        "sent there until you allow it on their page."
    ),
    _S.DROPPED: lazily(
        "The provider would not try, mostly after an earlier bounce or spam report. Clear "
        "the address in its suppression list, then allow mail on the participant's page."
    ),
    _S.UNCERTAIN: lazily(
        "The connection broke before the answer. It is sent again only if the study says "
        "so: “Try again” can make a message arrive twice."
    ),
    _S.FAILED: lazily(
        "The provider refused it. Mend the cause, then “Try again” while there is time."
    ),
}
_NOT_SENT: dict[str, str] = {
    "late": lazily(
        "Sending stood still or was too slow at that time: see lateness, and whether Beat and "
        "worker run."
    ),
    "suppressed": lazily(
        "Ask the participant for an address that works, then allow mail on their page."
    ),
    "unsubscribed": lazily(
        "Ask whether the participant still wants to take part; withdraw them if not."
    ),
    "paused": lazily("Resume the participation when the participant is back."),
    "study_not_running": lazily("Messages go out only between launch and end."),
    "called_off": lazily("“Try again” sends it after all, while there is time."),
    "invited_later": lazily("The invitation was late: see lateness."),
}


def advice_on(status: str, reason: str) -> str:
    """What to know or do about messages that ended so."""
    if status == _S.NOT_SENT:
        return _NOT_SENT.get(reason, "Nothing to do: it was not needed any more.")
    return ADVICE[status]
