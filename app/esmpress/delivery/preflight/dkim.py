"""Judges DKIM (RFC 6376): whether receivers find a good key for the active channel's signatures."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.answers import Ask
from esmpress.delivery.preflight.dkim_keys import judge_key
from esmpress.delivery.preflight.findings import Finding, Verdict, worst
from esmpress.delivery.preflight.names import and_above
from esmpress.delivery.preflight.sender import Sender
from esmpress.lazy_texts import lazily

CHECK, TITLE = "dkim", lazily("DKIM: the domain’s signature")


@dataclass(frozen=True)
class Signing:
    """The finding, and the domain signatures name (d=), empty without a key they pass by."""

    finding: Finding
    domain: str


@dataclass(frozen=True)
class _Selector:
    """What is known of one selector."""

    name: str
    verdict: Verdict
    words: str
    found: tuple[str, ...] = ()
    exists: bool = True
    is_known: bool = True


def judge_dkim(sender: Sender, ask: Ask) -> Signing:
    """The finding about the selectors of the sender, at its domain or at one above it."""
    if not sender.selectors:
        return Signing(_no_selectors(sender), "")
    first: list[_Selector] = []
    # A faculty's mail is often signed in the name of the university's domain.
    for domain in _may_sign(sender.domain):
        looked = [_look(f"{name}._domainkey.{domain}", ask) for name in sender.selectors]
        first = first or looked
        if any(one.exists and one.is_known for one in looked):
            finding = _judge(sender, looked)
            return Signing(finding, domain if any(map(_is_usable, looked)) else "")
        if not all(one.is_known for one in looked):
            break
    return Signing(_judge(sender, first), "")


def _may_sign(domain: str) -> list[str]:
    return [one for one in and_above(domain) if "." in one]


def _look(name: str, ask: Ask) -> _Selector:
    alias, answer = ask(name, "CNAME"), ask(name, "TXT")
    found = tuple(f"{name}. CNAME {target}." for target in alias.records)
    if answer.is_unanswered:
        return _Selector(name, Verdict.AMBER, answer.reason, found, is_known=False)
    found += tuple(f'{name}. TXT "{text}"' for text in answer.records)
    if not answer.records:
        words = _("leads to a name without a key") if found else _("has no key")
        return _Selector(name, Verdict.RED, words, found, exists=bool(found))
    if len(answer.records) > 1:
        return _Selector(name, Verdict.RED, _("has several keys; only one may stand there"), found)
    verdict, words = judge_key(answer.records[0])
    return _Selector(name, verdict, words, found)


def _is_usable(one: _Selector) -> bool:
    return one.is_known and one.verdict != Verdict.RED


def _judge(sender: Sender, looked: list[_Selector]) -> Finding:
    operator = "; ".join(f"{one.name}: {one.words}" for one in looked) + "."
    found = tuple(line for one in looked for line in one.found)
    missing = tuple(
        line for one in looked if one.verdict == Verdict.RED for line in _to_publish(one, sender)
    )
    if not any(map(_is_usable, looked)):
        is_known = all(one.is_known for one in looked)
        verdict = Verdict.RED if is_known else Verdict.AMBER
        plain = (
            _(
                "Messages carry no signature of the domain that receivers can check, so "
                "mail may be refused or end up as spam."
            )
            if is_known
            else _("The keys to check the domain’s signature could not be asked; look again later.")
        )
        return Finding(CHECK, TITLE, verdict, plain, operator, found, missing)
    verdict = worst(Verdict.AMBER if one.verdict == Verdict.RED else one.verdict for one in looked)
    plain = (
        _("Receivers can check that messages really come from the domain and were not changed.")
        if verdict == Verdict.GREEN
        else _("Receivers can check the domain’s signature, but a key should be renewed or added.")
    )
    return Finding(CHECK, TITLE, verdict, plain, operator, found, missing)


def _to_publish(one: _Selector, sender: Sender) -> tuple[str, ...]:
    selector = one.name.partition(".")[0]
    if sender.uses_sendgrid:
        return (f"{one.name}. CNAME {selector}.domainkey.uNNNNNNN.wlNNN.sendgrid.net.",)
    return (f'{one.name}. TXT "v=DKIM1; k=rsa; p=PUBLIC-KEY-OF-YOUR-RELAY"',)


def _no_selectors(sender: Sender) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.AMBER,
        _("Whether messages are signed cannot be seen from here; ask who runs the mail server."),
        _("Ask who runs the relay which selectors it signs with, and set DKIM_SELECTORS to them."),
        (),
        (f'SELECTOR._domainkey.{sender.domain}. TXT "v=DKIM1; k=rsa; p=PUBLIC-KEY-OF-YOUR-RELAY"',),
    )
