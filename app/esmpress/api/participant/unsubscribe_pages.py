"""The unsubscribe page in each of its states: what it says, and what can be pressed."""

from __future__ import annotations

from esmpress.api.participant.mail_pages import Button, MailPage
from esmpress.languages.choosing import language_of

STOP, AGAIN, LEAVE, LEAVE_NOW = "stop", "again", "leave", "leave_now"

# The buttons of each state, by what they do and how much they stand out.
_BUTTONS = {
    "subscribed": ((STOP, "main"),),
    "stopped": ((LEAVE, "plain"), (AGAIN, "plain")),
    "again": ((STOP, "plain"),),
    "leaving": ((LEAVE_NOW, "grave"),),
    "left": (),
}


def unsubscribe_page(state: str, language: str) -> MailPage:
    """The page of a state in a language."""
    words = language_of(language).mail_pages.unsubscribe
    buttons = [Button(act, getattr(words.buttons, act), kind) for act, kind in _BUTTONS[state]]
    back = words.back if state == "leaving" else ""
    return MailPage(getattr(words, state), buttons, back)
