"""Follows an SPF record as a receiver would when nothing in it matches: the worst case."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from esmpress.delivery.preflight.answers import Answer, Ask
from esmpress.delivery.preflight.spf_records import (
    ASKING,
    MalformedSpf,
    Mechanism,
    Network,
    SpfRecord,
    is_spf,
    parse_spf,
)

# RFC 7208, 4.6.4.
MAX_LOOKUPS = 10
MAX_VOIDS = 2
MAX_MX_NAMES = 10


@dataclass
class SpfWalk:
    """What was met on the way.

    `faults` are errors a receiver stops at, `unasked` what could not be asked, `allowed` the
    domains whose records may pass, `networks` the addresses that surely may.
    """

    lookups: int = 0
    voids: int = 0
    # In the order they are met; the record's own sign before `all`, after redirects.
    allowed: list[str] = field(default_factory=list)
    networks: list[Network] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)
    all_qualifier: str = ""
    uses_ptr: bool = False
    has_macros: bool = False


def walk_spf(text: str, domain: str, ask: Ask) -> SpfWalk:
    """Everything the record of a domain leads to."""
    return _Walker(ask).walk(text, domain)


class _TooMany(Exception):
    """A limit is passed: a receiver stops here, and so does the walk."""


class _Walker:
    """One walk; stops at the first limit that is passed."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self.met = SpfWalk()

    def walk(self, text: str, domain: str) -> SpfWalk:
        try:
            self.met.all_qualifier = self._follow(text, domain, passes=True)
        except _TooMany as error:
            self.met.faults.append(str(error))
        return self.met

    def _follow(self, text: str, domain: str, *, passes: bool) -> str:
        """Follow one record; the sign before its `all`, or before that of its redirect."""
        try:
            record = parse_spf(text)
        except MalformedSpf as error:
            self.met.faults.append(
                _("the record of %(domain)s is not valid: %(error)s")
                % {"domain": domain, "error": error}
            )
            return ""
        for one in record.mechanisms:
            # Nothing behind `all` is ever looked at (RFC 7208, 5.1).
            if one.name == "all":
                return one.qualifier
            self._take(one, domain, passes=passes and one.qualifier == "+")
        return self._redirect(record, domain, passes=passes)

    def _redirect(self, record: SpfRecord, domain: str, *, passes: bool) -> str:
        if not record.redirect:
            return ""
        self._count(f"redirect={record.redirect}")
        if "%" in record.redirect:
            self.met.has_macros = True
            return ""
        found = self._spf_of(record.redirect, named_by=domain)
        return self._follow(found, record.redirect, passes=passes) if found else ""

    def _take(self, one: Mechanism, domain: str, *, passes: bool) -> None:
        if one.network is not None:
            if passes:
                self.met.networks.append(one.network)
            return
        if one.name in ASKING:
            self._count(f"{one.name}:{one.domain}" if one.domain else one.name)
        self.met.uses_ptr |= one.name == "ptr"
        self.met.has_macros |= one.has_macro
        # What a macro or the sender's own address decides is not known before a message comes.
        if one.has_macro or one.name in ("ptr", "exists"):
            return
        if one.name == "include":
            self._include(one.domain, domain, passes=passes)
        else:
            self._take_addresses(one, one.domain or domain, passes=passes)

    def _include(self, target: str, domain: str, *, passes: bool) -> None:
        if passes:
            self.met.allowed.append(target)
        if found := self._spf_of(target, named_by=domain):
            self._follow(found, target, passes=passes)

    def _spf_of(self, target: str, *, named_by: str) -> str:
        """The one SPF record a record leads to; without exactly one that is an error."""
        answer = self._asked(target, "TXT")
        if answer.is_unanswered:
            return ""
        records = [text for text in answer.records if is_spf(text)]
        if len(records) != 1:
            count = "no" if not records else str(len(records))
            self.met.faults.append(
                _(
                    "%(named_by)s refers to %(target)s, which has %(count)s SPF records "
                    "instead of one"
                )
                % {"named_by": named_by, "target": target, "count": count}
            )
            return ""
        return records[0]

    def _take_addresses(self, one: Mechanism, target: str, *, passes: bool) -> None:
        hosts = [target] if one.name == "a" else self._exchanges(target)
        for host in hosts:
            # Address and mail exchange questions behind an mx are not lookups of their own.
            answers = [self._ask(host, "A"), self._ask(host, "AAAA")]
            if one.name == "a" and all(answer.is_missing for answer in answers):
                self._count_void(host)
            for answer in answers:
                self._note(answer, host)
                if passes:
                    self.met.networks += [_network(at, one.masks) for at in answer.records]

    def _exchanges(self, target: str) -> list[str]:
        answer = self._asked(target, "MX")
        hosts = [record.partition(" ")[2] for record in answer.records]
        if len(hosts) > MAX_MX_NAMES:
            raise _TooMany(
                _("%(target)s has %(hosts)s mail servers; SPF allows %(MAX_MX_NAMES)s")
                % {"target": target, "hosts": len(hosts), "MAX_MX_NAMES": MAX_MX_NAMES}
            )
        return [host for host in hosts if host != "."]

    def _asked(self, name: str, kind: str) -> Answer:
        answer = self._ask(name, kind)
        self._note(answer, name)
        if answer.is_missing:
            self._count_void(name)
        return answer

    def _note(self, answer: Answer, name: str) -> None:
        if answer.is_unanswered:
            self.met.unasked.append(f"{name}: {answer.reason}")

    def _count(self, term: str) -> None:
        self.met.lookups += 1
        if self.met.lookups > MAX_LOOKUPS:
            raise _TooMany(
                _("more than %(MAX_LOOKUPS)s lookups are needed; “%(term)s” is one too many")
                % {"MAX_LOOKUPS": MAX_LOOKUPS, "term": term}
            )

    def _count_void(self, name: str) -> None:
        self.met.voids += 1
        if self.met.voids > MAX_VOIDS:
            raise _TooMany(
                _("more than %(MAX_VOIDS)s lookups lead to nothing; %(name)s is one too many")
                % {"MAX_VOIDS": MAX_VOIDS, "name": name}
            )


def _network(address: str, masks: tuple[int, int]) -> Network:
    at = ipaddress.ip_address(address)
    return ipaddress.ip_network(f"{at}/{masks[at.version == 6]}", strict=False)
