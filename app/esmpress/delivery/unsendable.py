"""Messages no mail may be made of: found before anything leaves the machine."""

from __future__ import annotations

import re
from functools import lru_cache

from esmpress.delivery.messages import Message, Template

# SendGrid's limit of one message; most mail servers take less.
MAX_MESSAGE_BYTES = 20 * 1024 * 1024

# One recipient and nothing else: no space, no list, no name. Whether the domain exists is not ours
# to say.
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+@[^\s@<>()\[\]\\,;:\"\x00-\x1f\x7f]+")
# Everything a mail program may take for the end of a header.
_LINE_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")


def reason_unsendable(message: Message) -> str:
    """Why no mail may be made of the message, without its address; empty when one may."""
    if not _ADDRESS.fullmatch(message.to):
        return "the address is not valid"
    reply = _fault_of_reply(message.reply_to, message.reply_name)
    if fault := reply or _fault_of_template(message.template):
        return fault
    subject = message.template.subject
    for place, value in message.substitutions.items():
        if place in subject and _has_line_break(value):
            return "a line break in the subject"
    if _has_line_break("".join([*message.headers, *message.headers.values()])):
        return "a line break in a header"
    return ""


@lru_cache(maxsize=64)
def _fault_of_template(template: Template) -> str:
    if _has_line_break(template.subject):
        return "a line break in the subject"
    if len((template.text + template.html).encode()) > MAX_MESSAGE_BYTES:
        return f"the message is larger than {MAX_MESSAGE_BYTES} bytes"
    return ""


@lru_cache(maxsize=64)
def _fault_of_reply(address: str, name: str) -> str:
    if not _ADDRESS.fullmatch(address):
        return "the address for replies is not valid"
    return "a line break in the name for replies" if _has_line_break(name) else ""


def _has_line_break(text: str) -> bool:
    # Nearly every text is printable ASCII, which is known ten times faster.
    is_plain = text.isascii() and text.isprintable()
    return not is_plain and _LINE_BREAK.search(text) is not None
