"""States of prompts and messages, and the reasons for them, in researchers' words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from esmpress.delivery.models import Notification
from esmpress.prompts.models import Prompt

_P, _M = Prompt.Status, Notification.Status


@dataclass(frozen=True)
class State:
    """A state as a word, an icon of its own, and a tone: good, wait, doubt, bad or quiet."""

    word: str
    icon: str
    tone: str


PROMPT_STATES: dict[str, State] = {
    _P.PLANNED: State("Ahead", "schedule", "quiet"),
    _P.SENT: State("Invited", "mail", "wait"),
    _P.OPENED: State("Opened", "drafts", "wait"),
    _P.STARTED: State("Begun", "edit", "wait"),
    _P.ANSWERED: State("Answered", "check_circle", "good"),
    _P.EXPIRED: State("Missed", "radio_button_unchecked", "doubt"),
    _P.NOT_SENT: State("Not sent", "cancel", "bad"),
    _P.CANCELLED: State("Cancelled", "do_not_disturb_on", "quiet"),
}
MESSAGE_STATES: dict[str, State] = {
    _M.PLANNED: State("waits for its moment", "schedule", "quiet"),
    _M.DUE: State("waits to be tried again", "update", "wait"),
    _M.CLAIMED: State("is being sent", "outgoing_mail", "wait"),
    _M.HANDED_OVER: State("is being sent", "outgoing_mail", "wait"),
    _M.ACCEPTED: State("accepted by the mail server", "forward_to_inbox", "good"),
    _M.DEFERRED: State("the mailbox asked to wait", "hourglass_top", "wait"),
    _M.DELIVERED: State("delivered", "mark_email_read", "good"),
    _M.BOUNCED: State("came back", "assignment_return", "bad"),
    _M.DROPPED: State("dropped by the provider", "block", "bad"),
    _M.UNCERTAIN: State("unknown whether it went out", "help", "doubt"),
    _M.NOT_SENT: State("not sent", "cancel", "quiet"),
    _M.FAILED: State("failed", "error", "bad"),
}

_REASONS = {
    "late": "Too little of the time to answer was left.",
    "paused": "The participant was paused.",
    "withdrawn": "The participant had withdrawn.",
    "unsubscribed": "The participant had asked for no more mail.",
    "suppressed": "Mail to the participant was suppressed: it had come back or was called spam.",
    "study_not_running": "The study did not run.",
    "study_ended": "The study had ended.",
    "called_off": "A researcher called it off.",
    "snoozed": "The participant asked to be reminded later instead.",
    "invited_later": "The invitation itself went out after the moment of this reminder.",
    "prompt_planned": "The invitation had not gone out.",
    "prompt_sent": "The invitation had gone out before.",
    "prompt_opened": "The participant had opened the questionnaire.",
    "prompt_started": "The participant had begun to answer.",
    "prompt_answered": "The participant had answered.",
    "prompt_expired": "The time to answer was over.",
    "prompt_not_sent": "The prompt had ended without an invitation.",
    "prompt_cancelled": "The prompt had been cancelled.",
    "arm_changed": "The participant's arm was changed.",
    "moved": "The participant moved to another time zone.",
    "no_room": "There was no room for it in the day.",
    "delivery_failed": "Its invitation could not be sent.",
    "uncertain": "It is unknown whether the invitation arrived.",
    "bounced": "Its invitation came back.",
    "dropped": "The provider dropped its invitation.",
    "uploaded_late": "Sent in time, received later: a phone without network keeps it until then.",
    "spam_report": "The participant reported the mail as spam.",
}

# How the sweep notes what was refused until it was too late.
_GIVEN_UP = re.compile(r"(?:late|prompt_not_sent) \(attempts: (\d+)\): (.+)", re.DOTALL)


def reason_in_words(reason: str) -> str:
    """A stored reason as a sentence; what a provider said stays as it said it."""
    if not reason or reason in _REASONS:
        return _REASONS.get(reason, "")
    if given_up := _GIVEN_UP.fullmatch(reason):
        return f"Given up as too late, attempts: {given_up[1]}. The last answer: “{given_up[2]}”"
    return f"Noted: “{reason}”"


def kind_in_words(kind: str) -> str:
    """Invitation, Reminder 1, Later reminder 1, Sent again 1."""
    name, _, number = kind.partition("_")
    if name == "snooze":
        return f"Later reminder {number}"
    if name == "resent":
        return f"Sent again {number}"
    return f"{name.capitalize()} {number}".strip()


def span_in_words(seconds: float) -> str:
    """A stretch of time in its two largest units: 4 s, 3 min 21 s, 2 h 5 min, 1 d 3 h."""
    rest = round(seconds)
    if rest < 1:
        return "less than 1 s"
    parts: list[tuple[int, str]] = []
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60), ("s", 1)):
        count, rest = divmod(rest, size)
        if count or parts:
            parts.append((count, unit))
    return " ".join(f"{count} {unit}" for count, unit in parts[:2] if count)
