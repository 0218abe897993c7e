"""Messages without a database: a study's mail, a claimed row, what they make."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from esmpress.delivery.messages import Message, StudyMail, Template, compose
from esmpress.delivery.messages.composing import template_of
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.outgoing import Outgoing
from esmpress.participants import vault

NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
LINK = "https://esm.example.org/s/a-token-of-one-participant"
SEAL = "00000000-0000-4000-8000-000000000001"


def mail(**fields: Any) -> StudyMail:
    """A study in two languages, with the standard texts."""
    defaults: dict[str, Any] = {
        "pk": 1,
        "titles": {"en": "A week of feelings", "pl": "Tydzień z emocjami"},
        "contact_name": "Dr Nowak",
        "contact_email": "nowak@example.org",
        "color": "#0f5c5c",
    }
    return StudyMail(**defaults | fields)


def template(
    body: str, *, subject: str = "Now", html: str = "", study: StudyMail | None = None, **how: Any
) -> Template:
    """The template of an invitation with this text."""
    text = OwnText(subject, body, html)
    own = (study or mail()).with_text("invitation", "en", text)
    return template_of(own, kind="invitation", language="en", **how)


def row(**fields: Any) -> Outgoing:
    """An invitation on its way, whose prompt closes half an hour later."""
    sealed = vault.seal("ola@example.org", bound_to=f"participants_contact.sealed_email.{SEAL}")
    defaults: dict[str, Any] = {
        "pk": 1,
        "public_id": "00000000-0000-4000-8000-000000000002",
        "kind": "invitation",
        "status": "claimed",
        "reason": "",
        "attempts": 1,
        "planned_at": NOW,
        "open_until": NOW.replace(minute=30),
        "claimed_at": NOW,
        "handed_over_at": None,
        "uncertain_at": None,
        "prompt_id": 7,
        "prompt_status": "planned",
        "prompt_reason": "",
        "prompt_sent_at": None,
        "time_zone": "Europe/Warsaw",
        "token_hash": None,
        "participant_id": 5,
        "language": "en",
        "participant_status": "enrolled",
        "is_unsubscribed": False,
        "is_suppressed": False,
        "portal_epoch": 0,
        "seal_id": SEAL,
        "sealed_email": sealed,
        "study_id": 1,
        "study_is_running": True,
        "reminders_until": "opened",
    }
    return Outgoing(**defaults | fields)


def composed(study: StudyMail | None = None, **how: Any) -> Message:
    """The message of a row; what `how` does not say is as in `row`."""
    extra = {name: how.pop(name) for name in ("events", "later") if name in how}
    return compose(row(**how), study or mail(), link=LINK, now=NOW, **extra)
