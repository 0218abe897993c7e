"""What placeholders become: in the HTML part, in the text part, in an address, in a subject."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from esmpress.delivery.messages.colors import Palette
from esmpress.delivery.messages.placeholders import PLACEHOLDER
from esmpress.delivery.messages.places import event_name, mark, one_line
from esmpress.languages.words import FrameWords

_BUTTON = (
    '<table role="presentation" class="cta" cellpadding="0" cellspacing="0" border="0" '
    'style="border-collapse:separate;margin:8px 0 24px"><tr>'
    '<td class="edge" align="center" bgcolor="{color}" style="background-color:{color};'
    'border:1px solid {edge};border-radius:10px;mso-padding-alt:15px 30px">'
    '<a class="cta-link" href="{link}" style="display:inline-block;padding:15px 30px;'
    "color:{on_color};font-size:17px;line-height:22px;font-weight:600;text-decoration:none;"
    'border-radius:10px"><span class="cta-word" style="color:{on_color}">{label}</span></a>'
    "</td></tr></table>"
)


@dataclass(frozen=True)
class Values:
    """What one study's placeholders stand for in one language; places stand for a recipient's."""

    words: FrameWords
    palette: Palette
    study: str
    contact_name: str
    contact_email: str
    events: tuple[str, ...] = ()
    offers_later: bool = False


class HtmlFiller:
    """Fills the HTML part; all values come out escaped."""

    def __init__(self, values: Values) -> None:
        """Fill with these values."""
        self.values = values

    def block(self, name: str, label: str) -> str | None:
        """The block a placeholder alone in its paragraph makes; None when it is words."""
        if name == "button":
            return self._button(label)
        if name == "events":
            return "".join(paragraph(line) for line in self._events())
        return None

    def inline(self, name: str, label: str) -> str:
        """The placeholder among words; empty when there is nothing to say."""
        values, words = self.values, self.values.words
        email = quote(values.contact_email, safe="@+")
        begin = f"<strong>{escape(label or words.button)}</strong>"
        return {
            "button": self.link(mark("link"), begin),
            "link": self.link(mark("link"), mark("link")),
            "closing_time": mark("closing_time"),
            "study": escape(values.study),
            "contact_name": escape(values.contact_name),
            "contact_email": self.link(f"mailto:{email}", escape(values.contact_email)),
            "events": "<br>".join(self._events()),
            "later": self.link(mark("later"), escape(words.later)) if values.offers_later else "",
            "portal": self.link(mark("portal"), escape(words.portal)),
            "unsubscribe": self.link(mark("unsubscribe"), escape(words.leave)),
        }[name]

    def link(self, address: str, words: str) -> str:
        """A link in the study's colour; `words` are HTML."""
        return (
            f'<a class="link" href="{escape(address)}" '
            f'style="color:{self.values.palette.link};text-decoration:underline">{words}</a>'
        )

    def _button(self, label: str) -> str:
        shades, words = self.values.palette, self.values.words
        return _BUTTON.format(
            color=shades.color,
            on_color=shades.on_color,
            edge=shades.edge,
            link=mark("link"),
            label=escape(label or words.button),
        )

    def _events(self) -> list[str]:
        words = self.values.words
        return [
            f"{escape(words.event.format(title=title))} "
            f"{self.link(mark(event_name(n)), escape(words.event_link))}"
            for n, title in enumerate(self.values.events)
        ]


class TextFiller:
    """Fills the text part."""

    def __init__(self, values: Values) -> None:
        """Fill with these values."""
        self.values = values

    def block(self, name: str, label: str) -> str | None:
        """The block a placeholder alone in its paragraph makes; None when it is words."""
        if name == "button":
            return f"{label or self.values.words.button}:\n{mark('link')}"
        if name == "events":
            return "\n\n".join(self._events())
        return None

    def inline(self, name: str, label: str) -> str:
        """The placeholder among words; empty when there is nothing to say."""
        values, words = self.values, self.values.words
        return {
            "button": f"{label or words.button}: {mark('link')}",
            "link": mark("link"),
            "closing_time": mark("closing_time"),
            "study": values.study,
            "contact_name": values.contact_name,
            "contact_email": values.contact_email,
            "events": "\n".join(self._events()),
            "later": f"{words.later}: {mark('later')}" if values.offers_later else "",
            "portal": mark("portal"),
            "unsubscribe": mark("unsubscribe"),
        }[name]

    def _events(self) -> list[str]:
        words = self.values.words
        return [
            f"{words.event.format(title=title)} {words.event_link}: {mark(event_name(n))}"
            for n, title in enumerate(self.values.events)
        ]


def paragraph(html: str) -> str:
    """A paragraph of the HTML part."""
    return f'<p style="margin:0 0 18px">{html}</p>'


def filled_address(url: str, values: Values) -> str:
    """The address of a link, with what its placeholder stands for; not escaped.

    A recipient's link is never part of another address: that would hand it to somebody else.
    """
    whole = PLACEHOLDER.fullmatch(url)
    if whole:
        return mark(whole[1]) if whole[1] in ("link", "portal", "unsubscribe") else ""
    email = quote(values.contact_email, safe="@+") if url.startswith("mailto:") else ""
    return PLACEHOLDER.sub(lambda found: email if found[1] == "contact_email" else "", url)


def filled_subject(subject: str, values: Values) -> str:
    """The subject on one line; only the closing time stays a place, and no link stands in it."""
    known = {
        "closing_time": mark("closing_time"),
        "study": values.study,
        "contact_name": values.contact_name,
    }
    return PLACEHOLDER.sub(lambda found: known.get(found[1], ""), one_line(subject))
