"""Judges alignment: what was signed, or the bounce domain, is the domain people see in From."""

from __future__ import annotations

from esmpress.delivery.preflight.dmarc_records import DmarcPolicy
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.names import is_within
from esmpress.delivery.preflight.sender import Sender

CHECK, TITLE = "alignment", "The address people see is the one that is proved"


def judge_alignment(
    sender: Sender, policy: DmarcPolicy, *, signed_by: str, spf: Verdict, is_delegated: bool
) -> Finding:
    """The finding; `signed_by` is the domain of the signature, empty when none is known.

    One of the two is enough (RFC 9989, 5.3.2): an aligned signature, or an aligned bounce domain
    that passes SPF.
    """
    ways: list[str] = []
    if signed_by and _aligned(signed_by, policy, is_strict=policy.tag("adkim", "r") == "s"):
        ways.append(f"DKIM by d={signed_by}")
    bounces_to = _bounce_domain(sender, is_delegated=is_delegated)
    is_strict = policy.tag("aspf", "r") == "s"
    if bounces_to and spf == Verdict.GREEN and _aligned(bounces_to, policy, is_strict=is_strict):
        ways.append(f"SPF by {bounces_to}")
    if ways:
        return Finding(
            CHECK,
            TITLE,
            Verdict.GREEN,
            f"What proves the sender belongs to {sender.domain}, the domain participants see.",
            f"Aligned with From: {' and '.join(ways)}.",
        )
    return _not_aligned(sender, policy, signed_by or "nobody we know of", bounces_to)


def _bounce_domain(sender: Sender, *, is_delegated: bool) -> str:
    # SendGrid's automated security makes a subdomain of the sender's, of a name not known here.
    return sender.bounces_to or (f"em.{sender.domain}" if is_delegated else "")


def _aligned(domain: str, policy: DmarcPolicy, *, is_strict: bool) -> bool:
    if is_strict:
        return domain == policy.domain
    return is_within(domain, policy.organisation)


def _not_aligned(sender: Sender, policy: DmarcPolicy, signed_by: str, bounces_to: str) -> Finding:
    is_enforced = policy.wish in ("quarantine", "reject")
    return Finding(
        CHECK,
        TITLE,
        Verdict.RED if is_enforced else Verdict.AMBER,
        f"Nothing proves that messages come from {sender.domain}"
        + (", and its own rule asks receivers to hold such mail back." if is_enforced else "."),
        f"From is {sender.domain}; signed by {signed_by}, bounces go to "
        f"{bounces_to or 'a domain of the provider'}. Sign with d={sender.domain}, or send from "
        "the domain that signs.",
    )
