"""States of prompts and messages, and the reasons for them, in researchers' words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext

from esmpress.delivery.models import Notification
from esmpress.lazy_texts import lazily
from esmpress.prompts.models import Prompt

_P, _M = Prompt.Status, Notification.Status


@dataclass(frozen=True)
class State:
    """A state as a word, an icon of its own, and a tone: good, wait, doubt, bad or quiet."""

    word: str
    icon: str
    tone: str


PROMPT_STATES: dict[str, State] = {
    _P.PLANNED: State(lazily("Ahead"), "schedule", "quiet"),
    _P.SENT: State(lazily("Invited"), "mail", "wait"),
    _P.OPENED: State(lazily("Opened"), "drafts", "wait"),
    _P.STARTED: State(lazily("Begun"), "edit", "wait"),
    _P.ANSWERED: State(lazily("Answered"), "check_circle", "good"),
    _P.EXPIRED: State(lazily("Missed"), "radio_button_unchecked", "doubt"),
    _P.NOT_SENT: State(lazily("Not sent"), "cancel", "bad"),
    _P.CANCELLED: State(lazily("Cancelled"), "do_not_disturb_on", "quiet"),
}
MESSAGE_STATES: dict[str, State] = {
    _M.PLANNED: State(lazily("waits for its moment"), "schedule", "quiet"),
    _M.DUE: State(lazily("waits to be tried again"), "update", "wait"),
    _M.CLAIMED: State(lazily("is being sent"), "outgoing_mail", "wait"),
    _M.HANDED_OVER: State(lazily("is being sent"), "outgoing_mail", "wait"),
    _M.ACCEPTED: State(lazily("accepted by the mail server"), "forward_to_inbox", "good"),
    _M.DEFERRED: State(lazily("the mailbox asked to wait"), "hourglass_top", "wait"),
    _M.DELIVERED: State(lazily("delivered"), "mark_email_read", "good"),
    _M.BOUNCED: State(lazily("came back"), "assignment_return", "bad"),
    _M.DROPPED: State(lazily("dropped by the provider"), "block", "bad"),
    _M.UNCERTAIN: State(lazily("unknown whether it went out"), "help", "doubt"),
    _M.NOT_SENT: State(lazily("not sent"), "cancel", "quiet"),
    _M.FAILED: State(lazily("failed"), "error", "bad"),
}

_REASONS = {
    "late": lazily("Too little of the time to answer was left."),
    "paused": lazily("The participant was paused."),
    "withdrawn": lazily("The participant had withdrawn."),
    "unsubscribed": lazily("The participant had asked for no more mail."),
    "suppressed": lazily(
        "Mail to the participant was suppressed: it had come back or was called spam."
    ),
    "study_not_running": lazily("The study did not run."),
    "study_ended": lazily("The study had ended."),
    "called_off": lazily("A researcher called it off."),
    "snoozed": lazily("The participant asked to be reminded later instead."),
    "invited_later": lazily("The invitation itself went out after the moment of this reminder."),
    "prompt_planned": lazily("The invitation had not gone out."),
    "prompt_sent": lazily("The invitation had gone out before."),
    "prompt_opened": lazily("The participant had opened the questionnaire."),
    "prompt_started": lazily("The participant had begun to answer."),
    "prompt_answered": lazily("The participant had answered."),
    "prompt_expired": lazily("The time to answer was over."),
    "prompt_not_sent": lazily("The prompt had ended without an invitation."),
    "prompt_cancelled": lazily("The prompt had been cancelled."),
    "arm_changed": lazily("The participant's arm was changed."),
    "moved": lazily("The participant moved to another time zone."),
    "no_room": lazily("There was no room for it in the day."),
    "delivery_failed": lazily("Its invitation could not be sent."),
    "uncertain": lazily("It is unknown whether the invitation arrived."),
    "bounced": lazily("Its invitation came back."),
    "dropped": lazily("The provider dropped its invitation."),
    "uploaded_late": lazily(
        "Sent in time, received later: a phone without network keeps it until then."
    ),
    "spam_report": lazily("The participant reported the mail as spam."),
}

# How the sweep notes what was refused until it was too late.
_GIVEN_UP = re.compile(r"(?:late|prompt_not_sent) \(attempts: (\d+)\): (.+)", re.DOTALL)


def reason_in_words(reason: str) -> str:
    """A stored reason as a sentence; what a provider said stays as it said it."""
    if not reason or reason in _REASONS:
        return str(_REASONS.get(reason, ""))
    if given_up := _GIVEN_UP.fullmatch(reason):
        return gettext(
            "Given up as too late, attempts: %(attempts)s. The last answer: “%(answer)s”"
        ) % {"attempts": given_up[1], "answer": given_up[2]}
    return gettext("Noted: “%(reason)s”") % {"reason": reason}


def kind_in_words(kind: str) -> str:
    """Invitation, Reminder 1, Later reminder 1, Sent again 1."""
    name, _, number = kind.partition("_")
    if name == "snooze":
        return gettext("Later reminder %(number)s") % {"number": number}
    if name == "resent":
        return gettext("Sent again %(number)s") % {"number": number}
    if name == "reminder":
        return gettext("Reminder %(number)s") % {"number": number}
    return gettext("Invitation")


def prompt_in_words(prompt: Prompt) -> str:
    """Whose it is, and which of the day's."""
    return gettext("%(participant)s, day %(day)s, beep %(beep)s") % {
        "participant": prompt.participant,
        "day": prompt.study_day,
        "beep": prompt.beep,
    }


def span_in_words(seconds: float) -> str:
    """A stretch of time in its two largest units: 4 s, 3 min 21 s, 2 h 5 min, 1 d 3 h."""
    rest = round(seconds)
    if rest < 1:
        return gettext("less than 1 s")
    parts: list[tuple[int, str]] = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, rest = divmod(rest, size)
        if count or parts:
            parts.append((count, unit))
    return " ".join(f"{count} {unit}" for count, unit in parts[:2] if count)
