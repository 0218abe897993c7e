"""Judges alignment: what was signed, or the bounce domain, is the domain people see in From."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.dkim import Signing
from esmpress.delivery.preflight.dmarc_records import DmarcPolicy
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.names import is_within
from esmpress.delivery.preflight.sender import Sender
from esmpress.lazy_texts import lazily

CHECK, TITLE = "alignment", lazily("The address people see is the one that is proved")


def judge_alignment(
    sender: Sender, policy: DmarcPolicy, *, dkim: Signing, spf: Verdict, is_delegated: bool
) -> Finding:
    """The finding; one of the two is enough (RFC 9989, 5.3.2).

    They are a signature whose domain is aligned, and an aligned bounce domain that passes SPF.
    """
    bounces_to = _bounce_domain(sender, is_delegated=is_delegated)
    is_signed = bool(dkim.domain) and _aligned(dkim.domain, policy, tag="adkim")
    returns = bool(bounces_to) and _aligned(bounces_to, policy, tag="aspf")
    ways = [_("DKIM by d=%(domain)s") % {"domain": dkim.domain}] if is_signed else []
    ways += (
        [_("SPF by %(bounces_to)s") % {"bounces_to": bounces_to}]
        if returns and spf == Verdict.GREEN
        else []
    )
    if ways:
        return Finding(
            CHECK,
            TITLE,
            Verdict.GREEN,
            _("What proves the sender belongs to %(domain)s, the domain participants see.")
            % {"domain": sender.domain},
            _("Aligned with From: %(ways)s.") % {"ways": " and ".join(ways)},
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
    operator = _(
        "From is %(domain)s; signed by %(value)s, bounces go to %(value_2)s. "
        "Sign with d=%(domain)s, or send from the domain that signs."
    ) % {
        "domain": sender.domain,
        "value": signed_by or "nobody known",
        "value_2": bounces_to or "a domain of the provider",
    }
    if is_hidden:
        plain = _("Whether anything proves that messages come from %(domain)s is not known.") % {
            "domain": sender.domain
        }
        return Finding(CHECK, TITLE, Verdict.AMBER, plain, operator)
    if policy.wish in ("quarantine", "reject"):
        plain = _(
            "Nothing proves that messages come from %(domain)s, and its own rule "
            "asks receivers to hold such mail back."
        ) % {"domain": sender.domain}
        return Finding(CHECK, TITLE, Verdict.RED, plain, operator)
    plain = _("Nothing proves that messages come from %(domain)s.") % {"domain": sender.domain}
    return Finding(CHECK, TITLE, Verdict.AMBER, plain, operator)
