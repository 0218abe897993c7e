"""Makes both parts of a letter in the frame messages have, without what only prompts need."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from django.template.loader import render_to_string

from esmpress.delivery.messages import StudyMail, Template, body
from esmpress.delivery.messages.colors import DARK_CARD, palette
from esmpress.delivery.messages.filling import HtmlFiller, Values, filled_subject, paragraph
from esmpress.delivery.messages.placeholders import names_in
from esmpress.delivery.messages.places import mark, one_line, settle, unmarked
from esmpress.delivery.messages.rendering import DARK_QUERY, PREHEADER_PADDING
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.languages import Language

_RULE = '<hr class="rule" style="border:0;border-top:1px solid #dedfe3;margin:6px 0 20px">'


def render_letter(
    text: OwnText,
    *,
    study: StudyMail,
    language: Language,
    preview: str,
    below: Sequence[str] = (),
    leaves: bool = False,
) -> Template:
    """The letter with its text; `below` are further paragraphs as they stand, a heading first.

    With `leaves` the frame has the link that ends all messages, unless the text has it.
    """
    values = Values(
        words=language.mail.frame,
        palette=palette(study.color),
        study=one_line(study.title(language.code)),
        contact_name=one_line(study.contact_name),
        contact_email=one_line(study.contact_email),
    )
    subject = settle(filled_subject(text.subject, values))
    leaves = leaves and "unsubscribe" not in names_in(text.body)
    html = _html_part(
        text,
        values,
        below,
        subject=subject,
        preview=preview,
        language=language,
        leave=HtmlFiller(values).inline("unsubscribe", "") if leaves else "",
    )
    leave = [f"{values.words.leave_text}: {mark('unsubscribe')}"] if leaves else []
    plain = "\n\n".join([_text_part(text, values, below), *leave]) + "\n"
    return Template(subject=subject, text=settle(plain), html=settle(html))


def _text_part(text: OwnText, values: Values, below: Sequence[str]) -> str:
    words = values.words
    contact = f"{values.contact_name}, {values.contact_email}, {words.reply}."
    parts = [
        body.text_of(text.body, values),
        f"{words.questions_about.format(study=values.study)} {contact}",
        *(["----------"] if below else []),
        *map(unmarked, below),
    ]
    return "\n\n".join(parts)


def _html_part(
    text: OwnText,
    values: Values,
    below: Sequence[str],
    *,
    subject: str,
    preview: str,
    language: Language,
    leave: str,
) -> str:
    context = {
        "language": language,
        "side": "right" if language.direction == "rtl" else "left",
        "subject": subject,
        "preheader": preview,
        "padding": range(PREHEADER_PADDING),
        "values": values,
        "palette": values.palette,
        "dark_card": DARK_CARD,
        "dark_query": DARK_QUERY,
        "content": body.html_of(text.body, values) + _html_below(below),
        "needs_contact": True,
        "email": HtmlFiller(values).inline("contact_email", ""),
        "leave": leave,
    }
    return render_to_string("delivery/message.html", context)


def _html_below(below: Sequence[str]) -> str:
    if not below:
        return ""
    heading, *rest = (escape(unmarked(words)).replace("\n", "<br>\n") for words in below)
    return "\n".join([_RULE, paragraph(f"<strong>{heading}</strong>"), *map(paragraph, rest)])
