"""Judges SPF (RFC 7208): one record, within its limits, that lets the active channel send."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.answers import Ask
from esmpress.delivery.preflight.findings import Finding, Verdict
from esmpress.delivery.preflight.names import is_within
from esmpress.delivery.preflight.sender import Sender, is_loopback
from esmpress.delivery.preflight.spf_records import VERSION, is_spf
from esmpress.delivery.preflight.spf_walk import SpfWalk, walk_spf
from esmpress.lazy_texts import lazily

SENDGRID = "sendgrid.net"
CHECK, TITLE = "spf", lazily("SPF: who may send for the domain")


def judge_spf(sender: Sender, ask: Ask) -> Finding:
    """The finding about the domain bounces go to, or else the domain messages come from."""
    domain = sender.bounces_to or sender.domain
    answer = ask(domain, "TXT")
    if answer.is_unanswered:
        return _unanswered(domain, answer.reason)
    records = tuple(text for text in answer.records if is_spf(text))
    if len(records) > 1:
        return _several(domain, records)
    is_delegated = not sender.bounces_to and vouched_by_cname(sender, ask)
    if not records:
        return _delegated(sender, ()) if is_delegated else _none(sender, domain)
    walk = walk_spf(records[0], domain, ask)
    return _Judgement(sender, domain, records[0], walk, is_delegated, ask).finding()


def vouched_by_cname(sender: Sender, ask: Ask) -> bool:
    """Whether SendGrid looks after the records itself: its selectors lead to it by CNAME."""
    return sender.uses_sendgrid and any(
        is_within(target, SENDGRID)
        for selector in sender.selectors
        for target in ask(f"{selector}._domainkey.{sender.domain}", "CNAME").records
    )


def needed_term(sender: Sender) -> str:
    """What the record has to hold so that the active channel may send."""
    if sender.uses_sendgrid:
        return f"include:{SENDGRID}"
    return "a:NAME-OF-YOUR-RELAY" if is_loopback(sender.relay) else f"a:{sender.relay}"


def with_term(record: str, term: str) -> str:
    """The record with one more mechanism, before what ends it."""
    terms = record.split()
    ends = (
        place
        for place, one in enumerate(terms)
        if one.lower().lstrip("+-~?") == "all" or one.lower().startswith("redirect=")
    )
    place = next(ends, len(terms))
    return " ".join([*terms[:place], term, *terms[place:]])


@dataclass(frozen=True)
class _Judgement:
    """Puts what was met on the way into a verdict, the gravest first."""

    sender: Sender
    domain: str
    record: str
    walk: SpfWalk
    is_delegated: bool
    ask: Ask

    def finding(self) -> Finding:
        if self.walk.faults:
            return self._says(
                Verdict.RED,
                _(
                    "The list of servers that may send for the domain has a mistake, so mail "
                    "may be refused or end up as spam."
                ),
                _("Receivers stop at an error (permerror): %(faults)s.")
                % {"faults": "; ".join(self.walk.faults)},
            )
        if self.walk.all_qualifier == "+":
            return self._says(
                Verdict.RED,
                _(
                    "The domain lets every server in the world send in its name, so "
                    "receivers trust none of its mail."
                ),
                _("The record ends in +all; name who may send, and end it in ~all or -all."),
                publish=(self._with_channel(),),
            )
        if self.walk.unasked:
            return self._says(
                Verdict.AMBER,
                _("Part of the list of allowed servers could not be asked; look again in a while."),
                _("Not answered: %(unasked)s.") % {"unasked": "; ".join(self.walk.unasked)},
            )
        return self._authorised()

    def _authorised(self) -> Finding:
        is_seen = self._may_send()
        if is_seen is False:
            if self.is_delegated:
                return _delegated(self.sender, (self.record,))
            return self._not_allowed()
        if is_seen is None:
            return self._not_to_be_seen()
        if self.walk.all_qualifier not in ("-", "~"):
            return self._says(
                Verdict.AMBER,
                _("%(in_words)s may send for %(domain)s, but so may everybody else.")
                % {"in_words": self.sender.in_words, "domain": self.domain},
                _("The record does not end in ~all or -all, so it says nothing of other servers."),
                publish=(_ending_in(self.record, "~all"),),
            )
        if self.walk.uses_ptr:
            return self._says(
                Verdict.AMBER,
                _("%(in_words)s may send for %(domain)s; the record is old-fashioned.")
                % {"in_words": self.sender.in_words, "domain": self.domain},
                _(
                    "“ptr” is slow and should not be used (RFC 7208, 5.5); name the servers "
                    "instead."
                ),
            )
        return self._says(
            Verdict.GREEN,
            _("Receivers can see that %(in_words)s may send for %(domain)s.")
            % {"in_words": self.sender.in_words, "domain": self.domain},
            _("One valid record, %(lookups)s of 10 lookups.") % {"lookups": self.walk.lookups},
        )

    def _with_channel(self) -> str:
        """The record that lets the channel send, and nobody else who is not named in it."""
        named = self.is_delegated or self._may_send()
        record = self.record if named else with_term(self.record, needed_term(self.sender))
        return _ending_in(record, "~all")

    def _may_send(self) -> bool | None:
        """Whether the record lets the channel send; None when that cannot be seen from here."""
        if self.sender.uses_sendgrid:
            # A bounce domain may lead to SendGrid by CNAME, and hold addresses only.
            aliases = self.ask(self.domain, "CNAME").records if self.sender.bounces_to else ()
            return any(is_within(one, SENDGRID) for one in (*self.walk.allowed, *aliases))
        if is_loopback(self.sender.relay):
            return None
        addresses = self._addresses_of_relay()
        inside = [any(at in net for net in self.walk.networks) for at in addresses]
        # Relays often send from another address than they are reached at.
        return True if inside and all(inside) else None

    def _addresses_of_relay(self) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
        relay = self.sender.relay.strip("[]")
        try:
            return [ipaddress.ip_address(relay)]
        except ValueError:
            found = (*self.ask(relay, "A").records, *self.ask(relay, "AAAA").records)
            return [ipaddress.ip_address(at) for at in found]

    def _not_allowed(self) -> Finding:
        return self._says(
            Verdict.RED,
            _(
                "%(domain)s does not say that %(in_words)s may send for it, so mail may "
                "be refused or end up as spam."
            )
            % {"domain": self.domain, "in_words": self.sender.in_words},
            _(
                "The record does not hold %(needed_term)s; add it, or let SendGrid look "
                "after the records (domain authentication with automated security)."
            )
            % {"needed_term": needed_term(self.sender)},
            publish=(with_term(self.record, needed_term(self.sender)),),
        )

    def _not_to_be_seen(self) -> Finding:
        return self._says(
            Verdict.AMBER,
            _(
                "The domain has a list of servers that may send for it; whether it holds "
                "yours cannot be seen from here."
            ),
            _(
                "Ask who runs the relay from which addresses it sends, and whether the "
                "record holds them. If it sends from the address it is reached at:"
            ),
            publish=(with_term(self.record, needed_term(self.sender)),),
        )

    def _says(
        self, verdict: Verdict, plain: str, operator: str, *, publish: tuple[str, ...] = ()
    ) -> Finding:
        lines = tuple(_zone_line(self.domain, text) for text in publish if text != self.record)
        found = (_zone_line(self.domain, self.record),)
        return Finding(CHECK, TITLE, verdict, plain, operator, found, lines)


def _ending_in(record: str, end: str) -> str:
    terms = [one for one in record.split() if one.lower().lstrip("+-~?") != "all"]
    return " ".join([*terms, end])


def _zone_line(domain: str, text: str) -> str:
    return f'{domain}. TXT "{text}"'


def _unanswered(domain: str, reason: str) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.AMBER,
        _("The list of servers that may send for the domain could not be asked; look again later."),
        _("%(domain)s TXT: %(reason)s.") % {"domain": domain, "reason": reason},
    )


def _several(domain: str, records: tuple[str, ...]) -> Finding:
    terms: list[str] = []
    for record in records:
        terms += [one for one in record.split()[1:] if one not in terms]
    merged = _ending_in(" ".join([VERSION, *terms]), "~all")
    return Finding(
        CHECK,
        TITLE,
        Verdict.RED,
        _("The domain has more than one list of allowed servers; receivers then count neither."),
        _("%(records)s records begin with v=spf1; only one may (RFC 7208, 3.2). Merge them:")
        % {"records": len(records)},
        tuple(_zone_line(domain, text) for text in records),
        (_zone_line(domain, merged),),
    )


def _delegated(sender: Sender, records: tuple[str, ...]) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.GREEN,
        _("SendGrid itself keeps the list of servers that may send for %(domain)s.")
        % {"domain": sender.domain},
        _(
            "SendGrid’s automated security is set up (CNAME): bounces go to a subdomain whose SPF "
            "record SendGrid keeps. Set MAIL_BOUNCE_DOMAIN to that subdomain to have it looked up."
        ),
        tuple(_zone_line(sender.domain, text) for text in records),
    )


def _none(sender: Sender, domain: str) -> Finding:
    return Finding(
        CHECK,
        TITLE,
        Verdict.RED,
        _(
            "The domain does not say which servers may send for it, so mail may be "
            "refused or end up as spam."
        ),
        _("%(domain)s has no record that begins with v=spf1.") % {"domain": domain},
        (),
        (_zone_line(domain, f"{VERSION} {needed_term(sender)} ~all"),),
    )
