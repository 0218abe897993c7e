"""Judges alignment: what was signed, or the bounce domain, is the domain people see in From."""

from __future__ import annotations

from esmpress.delivery.preflight.dkim import Signing
from esmpress.delivery.preflight.dmarc_records import DmarcPolicy
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.names import is_within
from esmpress.delivery.preflight.sender import Sender

CHECK, TITLE = "alignment", "The address people see is the one that is proved"


def judge_alignment(
    sender: Sender, policy: DmarcPolicy, *, dkim: Signing, spf: Verdict, is_delegated: bool
) -> Finding:
    """The finding; one of the two is enough (RFC 9989, 5.3.2).

    They are a signature whose domain is aligned, and an aligned bounce domain that passes SPF.
    """
    bounces_to = _bounce_domain(sender, is_delegated=is_delegated)
    is_signed = bool(dkim.domain) and _aligned(dkim.domain, policy, tag="adkim")
    returns = bool(bounces_to) and _aligned(bounces_to, policy, tag="aspf")
    ways = [f"DKIM by d={dkim.domain}"] if is_signed else []
    ways += [f"SPF by {bounces_to}"] if returns and spf == Verdict.GREEN else []
    if ways:
        return Finding(
            CHECK,
            TITLE,
            Verdict.GREEN,
            f"What proves the sender belongs to {sender.domain}, the domain participants see.",
            f"Aligned with From: {' and '.join(ways)}.",
        )
    # Amber there means that it is not known, not that it is wrong.
    is_hidden = (not dkim.domain and dkim.finding.verdict == Verdict.AMBER) or (
        returns and spf == Verdict.AMBER
    )
    return _not_aligned(sender, policy, dkim.domain, bounces_to, is_hidden=is_hidden)


def _bounce_domain(sender: Sender, *, is_delegated: bool) -> str:
    # SendGrid's automated security makes a subdomain of the sender's, of a name not known here.
    return sender.bounces_to or (f"em.{sender.domain}" if is_delegated else "")


def _aligned(domain: str, policy: DmarcPolicy, *, tag: str) -> bool:
    if policy.tag(tag, "r") == "s":
        return domain == policy.domain
    return is_within(domain, policy.organisation)


def _not_aligned(
    sender: Sender, policy: DmarcPolicy, signed_by: str, bounces_to: str, *, is_hidden: bool
) -> Finding:
    operator = (
        f"From is {sender.domain}; signed by {signed_by or 'nobody known'}, bounces go to "
        f"{bounces_to or 'a domain of the provider'}. Sign with d={sender.domain}, or send from "
        "the domain that signs."
    )
    if is_hidden:
        plain = f"Whether anything proves that messages come from {sender.domain} is not known."
        return Finding(CHECK, TITLE, Verdict.AMBER, plain, operator)
    if policy.wish in ("quarantine", "reject"):
        plain = (
            f"Nothing proves that messages come from {sender.domain}, and its own rule asks "
            "receivers to hold such mail back."
        )
        return Finding(CHECK, TITLE, Verdict.RED, plain, operator)
    plain = f"Nothing proves that messages come from {sender.domain}."
    return Finding(CHECK, TITLE, Verdict.AMBER, plain, operator)
