"""Records written as tag=value; tag=value, as DKIM and DMARC have them."""

from __future__ import annotations

from django.utils.translation import gettext as _


class MalformedTags(ValueError):
    """A part is no tag=value, or a tag stands twice."""


def read_tags(text: str) -> dict[str, str]:
    """The values by tag, in their order (RFC 6376, 3.2); raises MalformedTags."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        if not part.strip():
            continue
        tag, equals, value = part.partition("=")
        name = tag.strip().lower()
        if not equals or not name:
            raise MalformedTags(_("“%(part)s” is no tag=value") % {"part": part.strip()})
        if name in tags:
            raise MalformedTags(_("the tag %(name)s= stands twice") % {"name": name})
        tags[name] = value.strip()
    return tags
