"""Records written as tag=value; tag=value, as DKIM and DMARC have them."""

from __future__ import annotations


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
            raise MalformedTags(f"“{part.strip()}” is no tag=value")
        if name in tags:
            raise MalformedTags(f"the tag {name}= stands twice")
        tags[name] = value.strip()
    return tags
