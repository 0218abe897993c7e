"""The whole list for one study: what was looked up last, the test mail, the limits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from esmpress.delivery.models import SenderCheck
from esmpress.delivery.preflight.findings import Finding, Verdict, worst
from esmpress.delivery.preflight.limits import judge_limits
from esmpress.delivery.preflight.looking import last_look
from esmpress.delivery.preflight.phone_checks import judge_phone_checks
from esmpress.delivery.preflight.sender import why_nothing_leaves
from esmpress.studies.models import Study

# Records change seldom, but keys are renewed and domains moved.
STALE = timedelta(days=7)
MOST_IMAGINED = 10_000
IMAGINED = 100


@dataclass(frozen=True)
class Checklist:
    """What stands on the page; without `applies` only the limits do, and `reason` says why.

    `looked_at` is when the records were looked up, if they were.
    """

    findings: list[Finding]
    reason: str = ""
    looked_at: datetime | None = None

    @property
    def applies(self) -> bool:
        """Whether mail leaves for real mailboxes."""
        return not self.reason

    @property
    def worst(self) -> Verdict:
        """The worst verdict of all."""
        return worst(finding.verdict for finding in self.findings)

    def of(self, verdict: Verdict) -> list[Finding]:
        """Those with a verdict, in their order."""
        return [finding for finding in self.findings if finding.verdict == verdict]

    @property
    def red(self) -> list[Finding]:
        """What stands in the way of a launch."""
        return self.of(Verdict.RED)

    @property
    def amber(self) -> list[Finding]:
        """What is worth a look."""
        return self.of(Verdict.AMBER)


def checklist(study: Study, *, now: datetime, participants: int | None = None) -> Checklist:
    """The list as it stands; looks nothing up.

    Without a number it imagines 100 participants, or as many as are enrolled if these are more.
    """
    if participants is None:
        participants = max(IMAGINED, study.participants.taking_part().count())
    limits = judge_limits(study, participants=min(participants, MOST_IMAGINED), now=now)
    if reason := why_nothing_leaves():
        return Checklist(limits, reason)
    look = last_look(reply_to=study.contact_email)
    phone = judge_phone_checks(study, now=now)
    findings = [*_looked_up(look, now=now), phone, *limits]
    return Checklist(findings, looked_at=look.checked_at if look else None)


def _looked_up(look: SenderCheck | None, *, now: datetime) -> list[Finding]:
    if look is None:
        plain = _("The records of the sending domain have not been looked up yet.")
        return [Finding("records", _("Records of the sending domain"), Verdict.RED, plain)]
    findings = [Finding.from_json(stored) for stored in look.results]
    days = (now - look.checked_at).days
    if now - look.checked_at > STALE:
        plain = _("The records were looked up %(days)s days ago; look again before the launch.") % {
            "days": days
        }
        findings.append(Finding("age", _("Age of these findings"), Verdict.AMBER, plain))
    return findings
