"""Judges DMARC: what the domain asks receivers to do with mail that is not its own."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.dmarc_records import DmarcPolicy
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.lazy_texts import lazily

CHECK, TITLE = "dmarc", lazily("DMARC: what receivers do with forgeries")
WISHES = ("none", "quarantine", "reject")


def judge_dmarc(policy: DmarcPolicy) -> Finding:
    """The finding about a policy."""
    if policy.several:
        return _several(policy)
    if not policy.is_found:
        return _unanswered(policy) if policy.unanswered else _none(policy)
    if policy.wish not in WISHES:
        return _says(
            policy,
            Verdict.RED,
            _("The domain’s rule about forged mail cannot be read, so receivers ignore it."),
            _("p= must be none, quarantine or reject, and every part of the record tag=value."),
        )
    doubts = list(_doubts(policy))
    if not doubts:
        return _says(
            policy,
            Verdict.GREEN,
            _("The domain asks receivers to hold back forged mail, which makes real mail trusted."),
            _("p=%(wish)s, reports go to %(tag)s.")
            % {"wish": policy.wish, "tag": policy.tag("rua", "")},
        )
    return _says(
        policy,
        Verdict.AMBER,
        _("The domain has a rule about forged mail, but does not use it to the full."),
        " ".join(doubts),
    )


def _doubts(policy: DmarcPolicy) -> Iterator[str]:
    if policy.wish == "none":
        yield (
            _(
                "p=none only watches; when the reports show no mail of your own that "
                "fails, ask for quarantine."
            )
        )
    if "mailto:" not in policy.tag("rua", ""):
        yield _("rua= names no address for reports, so nobody sees what fails.")
    if policy.tag("pct", "100") != "100":
        yield (
            _("pct=%(tag)s applies the policy to a part only; RFC 9989 dropped it, leave it out.")
            % {"tag": policy.tag("pct", "100")}
        )
    if policy.tag("t", "n") == "y":
        yield _("t=y says that the policy is only being tried out.")
    if policy.unanswered:
        yield _("Not answered: %(unanswered)s.") % {"unanswered": "; ".join(policy.unanswered)}


def _says(policy: DmarcPolicy, verdict: Verdict, plain: str, operator: str) -> Finding:
    found = (f'_dmarc.{policy.at}. TXT "{policy.text}"',)
    publish = () if verdict == Verdict.GREEN else (_advised(policy.at, policy),)
    return Finding(CHECK, TITLE, verdict, plain, operator, found, publish)


def _advised(at: str, policy: DmarcPolicy) -> str:
    """A record that keeps where reports go, and asks for quarantine once there is a policy."""
    reports = policy.tag("rua", f"mailto:dmarc@{policy.organisation}")
    wish = "quarantine" if policy.is_found else "none"
    wish = policy.wish if policy.wish in ("quarantine", "reject") else wish
    return f'_dmarc.{at}. TXT "v=DMARC1; p={wish}; rua={reports}"'


def _unanswered(policy: DmarcPolicy) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.AMBER,
        _("The domain’s rule about forged mail could not be asked; look again later."),
        _("Not answered: %(unanswered)s.") % {"unanswered": "; ".join(policy.unanswered)},
    )


def _several(policy: DmarcPolicy) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.RED,
        _("The domain has more than one rule about forged mail; receivers then apply none."),
        _("%(several)s records begin with v=DMARC1; keep one of them.")
        % {"several": len(policy.several)},
        tuple(f'_dmarc.{policy.at}. TXT "{text}"' for text in policy.several),
        (f'_dmarc.{policy.at}. TXT "{policy.several[0]}"',),
    )


def _none(policy: DmarcPolicy) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.RED,
        _(
            "The domain has no rule about forged mail; Gmail, Yahoo and Outlook demand one of "
            "everybody who sends much."
        ),
        _(
            "Neither %(domain)s nor a domain above it has a DMARC record. Begin with "
            "p=none, read the reports, then ask for quarantine:"
        )
        % {"domain": policy.domain},
        (),
        (_advised(policy.domain, policy),),
    )
