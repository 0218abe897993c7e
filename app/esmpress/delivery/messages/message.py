"""One e-mail as the channels take it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Template:
    """What all recipients of one study, kind and language share, with places to fill.

    `has_portal` tells whether one is for the link to the recipient's own page, which few need.
    """

    subject: str
    text: str
    html: str
    has_portal: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """One e-mail, ready for any channel: a template and what stands in its places.

    Replies go to `reply_to`, a bare address, under the name `reply_name`, one line.
    """

    public_id: str
    to: str
    template: Template
    substitutions: dict[str, str]
    headers: dict[str, str]
    reply_to: str
    reply_name: str = ""

    def filled(self, text: str) -> str:
        """A part of the template with this recipient's values in its places."""
        for place, value in self.substitutions.items():
            text = text.replace(place, value)
        return text
