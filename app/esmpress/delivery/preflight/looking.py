"""Looks the records up, all at once and within a few seconds, and keeps what was found."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.delivery.channels import active_channel
from esmpress.delivery.models import SenderCheck
from esmpress.delivery.preflight.alignment import judge_alignment
from esmpress.delivery.preflight.answers import Answer, Ask
from esmpress.delivery.preflight.dkim import judge_dkim
from esmpress.delivery.preflight.dmarc import judge_dmarc
from esmpress.delivery.preflight.dmarc_records import find_policy
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.names import NoDomain, is_reserved
from esmpress.delivery.preflight.receiving import judge_contact_mx, judge_sender_mx
from esmpress.delivery.preflight.resolving import Resolver
from esmpress.delivery.preflight.sender import Sender, current_sender
from esmpress.delivery.preflight.spf import judge_spf, vouched_by_cname


def look_up(*, reply_to: str, now: datetime, researcher: Researcher | None) -> SenderCheck:
    """Ask the DNS about the sender of the settings and a study's contact; keep the findings."""
    findings = find_out(reply_to=reply_to)
    return SenderCheck.objects.create(
        domain=settings.MAIL_DOMAIN,
        channel=active_channel(),
        reply_to=reply_to,
        results=[finding.as_json() for finding in findings],
        checked_at=now,
        checked_by=researcher,
    )


def last_look(*, reply_to: str) -> SenderCheck | None:
    """The newest look at the same domain, channel and contact."""
    return SenderCheck.objects.filter(
        domain=settings.MAIL_DOMAIN, channel=active_channel(), reply_to=reply_to
    ).first()


def find_out(*, reply_to: str) -> list[Finding]:
    """The findings about the sender of the settings, and the contact replies go to, if any."""
    ask = asking_once(Resolver(settings.DNS_SERVERS).ask)
    try:
        sender = current_sender()
    except NoDomain as error:
        return [_no_sender(str(error)), *_contact(reply_to, ask)]
    if is_reserved(sender.domain):
        return [_reserved(sender), *_contact(reply_to, ask)]
    return judge(sender, reply_to=reply_to, ask=ask)


def _contact(reply_to: str, ask: Ask) -> list[Finding]:
    return [judge_contact_mx(reply_to, ask)] if reply_to else []


def judge(sender: Sender, *, reply_to: str, ask: Ask) -> list[Finding]:
    """All findings about a sender; the questions go out side by side."""
    with ThreadPoolExecutor(max_workers=6) as pool:
        spf = pool.submit(judge_spf, sender, ask)
        dkim = pool.submit(judge_dkim, sender, ask)
        policy = pool.submit(find_policy, sender.domain, ask)
        mx = pool.submit(judge_sender_mx, sender, ask)
        contact = pool.submit(_contact, reply_to, ask)
        is_delegated = pool.submit(vouched_by_cname, sender, ask)
    alignment = judge_alignment(
        sender,
        policy.result(),
        dkim=dkim.result(),
        spf=spf.result().verdict,
        is_delegated=is_delegated.result(),
    )
    return [
        spf.result(),
        dkim.result().finding,
        judge_dmarc(policy.result()),
        alignment,
        mx.result(),
        *contact.result(),
    ]


def asking_once(ask: Ask) -> Ask:
    """The same, but each question goes out once: several checks need the same records."""
    known: dict[tuple[str, str], Answer] = {}
    lock = Lock()

    def ask_once(name: str, kind: str) -> Answer:
        with lock:
            answer = known.get((name, kind))
        if answer is None:
            answer = ask(name, kind)
            with lock:
                answer = known.setdefault((name, kind), answer)
        return answer

    return ask_once


def _no_sender(reason: str) -> Finding:
    return Finding(
        "sender",
        _("The sending address"),
        Verdict.RED,
        _("Messages have no usable sender address yet; ask who runs the server."),
        _("DEFAULT_FROM_EMAIL or MAIL_BOUNCE_DOMAIN: %(reason)s") % {"reason": reason},
    )


def _reserved(sender: Sender) -> Finding:
    return Finding(
        "sender",
        _("The sending address"),
        Verdict.RED,
        _("%(domain)s is kept for examples, and nobody can send mail in its name.")
        % {"domain": sender.domain},
        _("Set DEFAULT_FROM_EMAIL to an address of a domain of yours (RFC 2606)."),
    )
