"""How a message will look: with example values, in light and dark, as plain text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from esmpress.console.message_form import MessageForm
from esmpress.delivery.closing_times import closing_time
from esmpress.delivery.messages import Message, compose_sample
from esmpress.delivery.messages.checking import can_be_tried
from esmpress.delivery.messages.rendering import DARK_QUERY
from esmpress.delivery.messages.study_mail import in_language

SAMPLE_WINDOW = timedelta(minutes=30)
# What a mail must not do in the page of a researcher, whatever it holds.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
)
# Links of a preview lead nowhere: a click must not replace it.
_INERT = "<style>a{pointer-events:none}</style>"


@dataclass(frozen=True)
class MessagePreview:
    """What a participant sees; without anything when the text cannot be tried."""

    subject: str = ""
    text: str = ""
    light: str = ""
    dark: str = ""


def sample_message(form: MessageForm, *, to: str, now: datetime) -> Message:
    """What was typed, with example values, about a questionnaire that closes in half an hour."""
    on_event = form.study.schedules.filter(scheme__kind="on_event")
    return compose_sample(
        form.tried,
        kind=form.kind,
        language=form.language,
        to=to,
        events=[
            in_language(one.questionnaire.title, form.language)
            for one in on_event.select_related("questionnaire")
        ],
        closing=closing_time(
            now + SAMPLE_WINDOW,
            sent_at=now,
            time_zone=form.study.time_zone,
            language=form.language,
        ),
    )


def preview_of(form: MessageForm, *, now: datetime) -> MessagePreview:
    """The preview of what was typed, which may still have faults."""
    if not can_be_tried(form.text):
        return MessagePreview()
    message = sample_message(form, to="", now=now)
    html = message.filled(message.template.html).replace("<head>", f"<head>{_POLICY}{_INERT}", 1)
    return MessagePreview(
        subject=message.filled(message.template.subject),
        text=message.filled(message.template.text),
        light=html.replace(DARK_QUERY, "@media not all"),
        dark=html.replace(DARK_QUERY, "@media all"),
    )
