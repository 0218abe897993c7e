"""Judges MX: whether bounces and replies arrive (RFC 5321, 5.1; RFC 7505 on null MX)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.answers import Answer, Ask
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.names import NoDomain, ascii_domain
from esmpress.delivery.preflight.sender import Sender

MOST_ASKED = 5


@dataclass(frozen=True)
class _Mailboxes:
    """Whether a domain takes mail, and what shows it."""

    verdict: Verdict
    operator: str
    found: tuple[str, ...] = ()
    publish: tuple[str, ...] = ()


def judge_sender_mx(sender: Sender, ask: Ask) -> Finding:
    """The finding about the domain messages come from."""
    looked = _look(sender.domain, ask)
    verdict = looked.verdict
    # SendGrid takes the bounces itself; a domain that says it takes no mail is refused anyway.
    if sender.uses_sendgrid and verdict == Verdict.RED and not _says_never(looked):
        verdict = Verdict.AMBER
    plain = {
        Verdict.GREEN: _("Replies and bounces to %(domain)s arrive.") % {"domain": sender.domain},
        Verdict.AMBER: _("It is not certain that mail to %(domain)s arrives.")
        % {"domain": sender.domain},
        Verdict.RED: _(
            "%(domain)s takes no mail itself; some receivers refuse such senders, "
            "and bounces are lost."
        )
        % {"domain": sender.domain},
    }
    return Finding(
        "mx",
        _("MX: mail back to the sender"),
        verdict,
        plain[verdict],
        looked.operator,
        looked.found,
        looked.publish,
    )


def judge_contact_mx(address: str, ask: Ask) -> Finding:
    """The finding about a study's contact, to whom participants reply."""
    title = _("Replies to the study’s contact")
    given = address.rpartition("@")[2]
    try:
        domain = ascii_domain(given)
    except NoDomain as error:
        plain = _("The contact’s address cannot get mail; correct it on the study’s page.")
        return Finding("contact", title, Verdict.RED, plain, str(error))
    looked = _look(domain, ask)
    plain = {
        Verdict.GREEN: _("Participants’ replies to the contact at %(domain)s arrive.")
        % {"domain": domain},
        Verdict.AMBER: _("It is not certain that replies to the contact at %(domain)s arrive.")
        % {"domain": domain},
        Verdict.RED: _("%(domain)s takes no mail: participants’ replies to the contact are lost.")
        % {"domain": domain},
    }[looked.verdict]
    return Finding("contact", title, looked.verdict, plain, looked.operator, looked.found)


def _look(domain: str, ask: Ask) -> _Mailboxes:
    answer = ask(domain, "MX")
    if answer.is_unanswered:
        return _Mailboxes(
            Verdict.AMBER,
            _("%(domain)s MX: %(reason)s.") % {"domain": domain, "reason": answer.reason},
        )
    if not answer.records:
        return _without_mx(domain, ask)
    found = tuple(f"{domain}. MX {record}." for record in answer.records)
    hosts = [record.partition(" ")[2] for record in answer.records]
    if "." in hosts:
        return _null_mx(domain, hosts)
    answers = [one for host in hosts[:MOST_ASKED] for one in _addresses(host, ask)]
    if any(one.records for one in answers):
        return _Mailboxes(
            Verdict.GREEN, _("%(hosts)s MX, reachable by name.") % {"hosts": len(hosts)}, found
        )
    if any(one.is_unanswered for one in answers):
        reason = _("The addresses of the mail servers could not be asked.")
        return _Mailboxes(Verdict.AMBER, reason, found)
    return _Mailboxes(
        Verdict.RED,
        _("No mail server it names has an address: %(hosts)s.") % {"hosts": ", ".join(hosts)},
        found,
    )


def _null_mx(domain: str, hosts: list[str]) -> _Mailboxes:
    also = "" if len(hosts) == 1 else " beside others, which is not allowed"
    return _Mailboxes(
        Verdict.RED,
        _("A null MX%(also)s says that %(domain)s takes no mail (RFC 7505).")
        % {"also": also, "domain": domain},
        (f"{domain}. MX 0 .",),
        (f"{domain}. MX 10 NAME-OF-YOUR-MAIL-SERVER.",),
    )


def _without_mx(domain: str, ask: Ask) -> _Mailboxes:
    publish = (f"{domain}. MX 10 NAME-OF-YOUR-MAIL-SERVER.",)
    answers = _addresses(domain, ask)
    if any(one.records for one in answers):
        reason = _("%(domain)s has no MX; senders then try its own address (RFC 5321, 5.1).") % {
            "domain": domain
        }
        return _Mailboxes(Verdict.AMBER, reason, publish=publish)
    if any(one.is_unanswered for one in answers):
        reason = _("%(domain)s has no MX, and its address could not be asked.") % {"domain": domain}
        return _Mailboxes(Verdict.AMBER, reason, publish=publish)
    reason = _("%(domain)s has neither an MX nor an address.") % {"domain": domain}
    return _Mailboxes(Verdict.RED, reason, publish=publish)


def _addresses(host: str, ask: Ask) -> list[Answer]:
    return [ask(host, "A"), ask(host, "AAAA")]


def _says_never(looked: _Mailboxes) -> bool:
    return any(line.endswith("MX 0 .") for line in looked.found)
