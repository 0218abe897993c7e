"""Makes the template of a message: its text, as plain text and as HTML, in the common frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from esmpress.delivery.messages import body, own_html
from esmpress.delivery.messages.colors import DARK_CARD, palette
from esmpress.delivery.messages.filling import HtmlFiller, TextFiller, Values, filled_subject
from esmpress.delivery.messages.message import Template
from esmpress.delivery.messages.placeholders import names_in
from esmpress.delivery.messages.places import mark, one_line, settle
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.languages import Language
from esmpress.languages.choosing import language_of

# How mail programs are asked for a dark message; a preview turns it on and off by this line.
DARK_QUERY = "@media (prefers-color-scheme: dark)"
# Signs nobody sees behind the preheader, so that a list of mails shows no more of the message.
PREHEADER_PADDING = 60


@dataclass(frozen=True)
class Source:
    """All that a template depends on: whatever is alike here is made once."""

    language: str
    text: OwnText
    study: str
    contact_name: str
    contact_email: str
    color: str
    events: tuple[str, ...]
    offers_later: bool


@lru_cache(maxsize=256)
def render(source: Source) -> Template:
    """The template; what the text leaves out of contact and way to unsubscribe, the frame adds."""
    language = language_of(source.language)
    values = Values(
        words=language.mail.frame,
        palette=palette(source.color),
        study=one_line(source.study),
        contact_name=one_line(source.contact_name),
        contact_email=one_line(source.contact_email),
        events=tuple(one_line(title) for title in source.events),
        offers_later=source.offers_later,
    )
    subject = settle(filled_subject(source.text.subject, values))
    return Template(
        subject=subject,
        text=settle(_text_part(source.text, values)),
        html=settle(_html_part(source, language, subject, values)),
        has_portal="portal" in names_in(source.text.body + source.text.html),
    )


def _text_part(text: OwnText, values: Values) -> str:
    filler, words, used = TextFiller(values), values.words, names_in(text.body)
    parts = [body.text_of(text.body, values)]
    if "events" not in used:
        parts.append(filler.block("events", "") or "")
    if "later" not in used:
        parts.append(filler.inline("later", ""))
    if _lacks_contact(used):
        contact = f"{values.contact_name}, {values.contact_email}, {words.reply}."
        parts.append(f"{words.questions_about.format(study=values.study)} {contact}")
    if "portal" not in used:
        parts.append(f"{words.portal}: {_portal_page()}")
    if "unsubscribe" not in used:
        parts.append(f"{words.leave_text}: {mark('unsubscribe')}")
    return "\n\n".join(part for part in parts if part) + "\n"


def _html_part(source: Source, language: Language, subject: str, values: Values) -> str:
    text, filler = source.text, HtmlFiller(values)
    used = names_in(text.html or text.body)
    content = own_html.filled(text.html, values) if text.html else body.html_of(text.body, values)
    closing = values.words.closing.format(closing_time=mark("closing_time"))
    context: dict[str, Any] = {
        "language": language,
        "side": "right" if language.direction == "rtl" else "left",
        "subject": subject,
        "preheader": closing,
        "padding": range(PREHEADER_PADDING),
        "values": values,
        "palette": values.palette,
        "dark_card": DARK_CARD,
        "dark_query": DARK_QUERY,
        "content": content,
        "is_own": bool(text.html),
        "events": "" if "events" in used else filler.block("events", ""),
        "later": "" if "later" in used else filler.inline("later", ""),
        "needs_contact": _lacks_contact(used),
        "email": filler.inline("contact_email", ""),
        "portal": "" if "portal" in used else _portal_link(filler),
        "leave": "" if "unsubscribe" in used else filler.inline("unsubscribe", ""),
    }
    return render_to_string("delivery/message.html", context)


def _portal_link(filler: HtmlFiller) -> str:
    return filler.link(_portal_page(), escape(filler.values.words.portal))


def _portal_page() -> str:
    """The page that mails the link to one's own: it is the same for all, and opens nothing."""
    return f"{settings.PUBLIC_URL}/me"


def _lacks_contact(used: set[str]) -> bool:
    return not {"study", "contact_email"} <= used
