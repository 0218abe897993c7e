"""The pre-flight list in words: its headline, its sections, and a sentence for the log."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.template.defaultfilters import pluralize
from django.utils.text import get_text_list
from django.utils.timesince import timesince

from esmpress.delivery.preflight.checklist import Checklist
from esmpress.delivery.preflight.findings import Finding

_SECTIONS = {"phone": "phone", "hour": "mails", "day": "mails"}
_SHORT = {
    "records": "the sender’s records",
    "sender": "the sending address",
    "spf": "SPF",
    "dkim": "DKIM",
    "dmarc": "DMARC",
    "alignment": "the proof of the sender",
    "mx": "mail back to the sender",
    "contact": "replies to the contact",
    "phone": "the test mail",
    "hour": "the mails an hour",
    "day": "the mails a day",
}


def headline(found: Checklist) -> str:
    """How the list stands, in one sentence."""
    red, amber = len(found.red), len(found.amber)
    look = f"{amber} {'thing is' if amber == 1 else 'things are'} worth a look"
    if red:
        rest = f"; {look}" if amber else ""
        return f"{red} thing{pluralize(red)} to mend before the launch{rest}."
    if not amber:
        return "Everything is in order."
    return f"Nothing stands in the way; {look}."


def looked_up(found: Checklist, *, now: datetime) -> str:
    """How old the records on the list are."""
    if found.looked_at is None:
        return "Records not looked up yet."
    if now - found.looked_at < timedelta(minutes=1):
        return "Records looked up just now."
    return f"Records looked up {timesince(found.looked_at, now, depth=1)} ago."


def tick(red: Sequence[Finding]) -> str:
    """What stands beside the deliberate tick."""
    named = get_text_list([_SHORT.get(one.check, one.title) for one in red], "and")
    return f"Launch although {named} {'is' if len(red) == 1 else 'are'} not in order"


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
