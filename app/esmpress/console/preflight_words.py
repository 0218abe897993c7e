"""The pre-flight list in words: its headline, its sections, and a sentence for the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils.text import get_text_list
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.delivery.preflight.checklist import Checklist
from esmpress.delivery.preflight.findings import Finding
from esmpress.lazy_texts import lazily

_SECTIONS = {"phone": "phone", "hour": "mails", "day": "mails"}
_SHORT = {
    "records": lazily("the sender’s records"),
    "sender": lazily("the sending address"),
    "spf": "SPF",
    "dkim": "DKIM",
    "dmarc": "DMARC",
    "alignment": lazily("the proof of the sender"),
    "mx": lazily("mail back to the sender"),
    "contact": lazily("replies to the contact"),
    "phone": lazily("the test mail"),
    "hour": lazily("the mails an hour"),
    "day": lazily("the mails a day"),
}


def headline(found: Checklist) -> str:
    """How the list stands, in one sentence."""
    red, amber = len(found.red), len(found.amber)
    look = ngettext(
        "%(count)s thing is worth a look", "%(count)s things are worth a look", amber
    ) % {"count": amber}
    if red:
        mend = ngettext(
            "%(count)s thing to mend before the launch",
            "%(count)s things to mend before the launch",
            red,
        ) % {"count": red}
        return f"{mend}; {look}." if amber else f"{mend}."
    if not amber:
        return _("Everything is in order.")
    return _("Nothing stands in the way; %(look)s.") % {"look": look}


def looked_up(found: Checklist, *, now: datetime) -> str:
    """How old the records on the list are."""
    if found.looked_at is None:
        return _("Records not looked up yet.")
    if now - found.looked_at < timedelta(minutes=1):
        return _("Records looked up just now.")
    return _("Records looked up %(span)s ago.") % {"span": timesince(found.looked_at, now, depth=1)}


def tick(red: Sequence[Finding]) -> str:
    """What stands beside the deliberate tick."""
    named = get_text_list([_SHORT.get(one.check, one.title) for one in red], _("and"))
    return ngettext(
        "Launch although %(named)s is not in order",
        "Launch although %(named)s are not in order",
        len(red),
    ) % {"named": named}


def sections(found: Checklist) -> dict[str, list[Finding]]:
    """The findings by section: records, phone, mails."""
    parts: dict[str, list[Finding]] = {"records": [], "phone": [], "mails": []}
    for finding in found.findings:
        parts[_SECTIONS.get(finding.check, "records")].append(finding)
    return parts


def although(red: Sequence[Finding]) -> str:
    """What the log keeps of a launch with something red."""
    if not red:
        return "Launched."
    items = " ".join(f"{finding.title}: {finding.plain}" for finding in red)
    return f"Launched although pre-flight was red. {items}"
