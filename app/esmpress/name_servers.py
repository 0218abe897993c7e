"""Which DNS servers are asked: those of DNS_SERVERS, or the machine's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import dns.nameserver
import dns.resolver

# One lost packet must not use up the whole time.
QUESTION_SECONDS = 1.5
_DNS_PORT = 53


@dataclass(frozen=True)
class _Server:
    host: str
    port: int

    @classmethod
    def read(cls, text: str) -> _Server:
        host, colon, port = text.rpartition(":")
        # Colons without brackets are those of an IPv6 address alone.
        if not colon or not port.isdecimal() or (":" in host and not host.endswith("]")):
            return cls(text.strip("[]"), _DNS_PORT)
        return cls(host.strip("[]"), int(port))


def make_resolver(servers: Sequence[str]) -> dns.resolver.Resolver:
    """Asks `servers` (HOST or HOST:PORT, numbers), or those of the machine.

    Raises dns.resolver.NoResolverConfiguration where the machine names none.
    """
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        read = [_Server.read(server) for server in servers]
        resolver.nameservers = [dns.nameserver.Do53Nameserver(s.host, s.port) for s in read]
    resolver.timeout = QUESTION_SECONDS
    return resolver
