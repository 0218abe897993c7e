"""Asks the DNS, within one time limit for all questions together."""

from __future__ import annotations

import time
from collections.abc import Sequence

import dns.exception
import dns.name
import dns.rdata
import dns.rdatatype
import dns.resolver
from django.utils.translation import gettext as _
from dns.rdtypes.ANY.CNAME import CNAME
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from esmpress.delivery.preflight.answers import Answer, Outcome
from esmpress.name_servers import make_resolver

TOTAL_SECONDS = 5.0


class Resolver:
    """Asks until `deadline`, an instant of `time.monotonic`; afterwards nothing is answered."""

    def __init__(self, servers: Sequence[str] = (), *, seconds: float = TOTAL_SECONDS) -> None:
        """Ask `servers` (HOST or HOST:PORT, numbers), or those of the machine."""
        self._deadline = time.monotonic() + seconds
        self._resolver = _make_resolver(servers)

    def ask(self, name: str, kind: str) -> Answer:
        """The records of a name; what went wrong on the way is an answer too."""
        left = self._deadline - time.monotonic()
        if self._resolver is None:
            return _unanswered(_("this machine names no DNS server"))
        if left <= 0:
            return _unanswered(_("the time for all questions was over"))
        try:
            found = self._resolver.resolve(dns.name.from_text(name), kind, lifetime=left)
        except (dns.exception.DNSException, OSError, UnicodeError) as error:
            return _without_records(error)
        return Answer(Outcome.FOUND, tuple(_in_words(record) for record in found))


def _without_records(error: Exception) -> Answer:
    if isinstance(error, dns.resolver.NXDOMAIN):
        return Answer(Outcome.NO_NAME)
    if isinstance(error, dns.resolver.NoAnswer):
        return Answer(Outcome.NO_RECORD)
    if isinstance(error, dns.resolver.NoNameservers):
        return _unanswered(_("the DNS server reported a failure (SERVFAIL or refused)"))
    if isinstance(error, dns.exception.Timeout):
        return _unanswered(_("the DNS server did not answer in time"))
    return _unanswered(_("the question failed: %(name)s") % {"name": type(error).__name__})


def _make_resolver(servers: Sequence[str]) -> dns.resolver.Resolver | None:
    try:
        return make_resolver(servers)
    except dns.resolver.NoResolverConfiguration:
        return None


def _unanswered(reason: str) -> Answer:
    return Answer(Outcome.UNANSWERED, reason=reason)


def _in_words(record: dns.rdata.Rdata) -> str:
    if isinstance(record, TXT):
        # Several strings of one record are one text (RFC 7208, 3.3; RFC 6376, 3.6.2.2).
        return b"".join(record.strings).decode("utf-8", "backslashreplace")
    if isinstance(record, MX):
        return f"{record.preference} {_name(record.exchange)}"
    if isinstance(record, CNAME):
        return _name(record.target)
    return record.to_text()


def _name(name: dns.name.Name) -> str:
    """Lower case without the last dot; the root stays a dot."""
    return name.to_text(omit_final_dot=True).lower()
