"""The pre-flight list in words: its headline, its sections, and a sentence for the log."""

from __future__ import annotations

from collections.abc import Sequence

from django.template.defaultfilters import pluralize

from esmpress.delivery.preflight.checklist import Checklist
from esmpress.delivery.preflight.findings import Finding

_SECTIONS = {"phone": "phone", "hour": "mails", "day": "mails"}


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
