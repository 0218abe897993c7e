"""A small DNS server on loopback, by UDP and TCP: it answers from records the test gives it.

Names without records do not exist; a name with other records, or with names below it, has no
record of that kind. CNAMEs are followed inside the records, as a recursive server does.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset

# By name, then by kind: texts as in a zone file, where several strings stand in quotes.
Zone = Mapping[str, Mapping[str, Sequence[str]]]
MOST_ALIASES = 8


@dataclass
class Orders:
    """Which names are to go wrong, and how; `*` stands for all."""

    silent: set[str] = field(default_factory=set)
    failing: set[str] = field(default_factory=set)
    truncated: set[str] = field(default_factory=set)


class DnsDouble:
    """The records, the orders, and every question as (name, kind, transport)."""

    def __init__(self, zone: Zone, orders: Orders) -> None:
        self.zone = {name.lower(): kinds for name, kinds in zone.items()}
        self.orders = orders
        self.asked: list[tuple[str, str, str]] = []
        self.port = 0

    @property
    def server(self) -> str:
        """Where it listens, as DNS_SERVERS takes it."""
        return f"127.0.0.1:{self.port}"

    def reply(self, wire: bytes, transport: str) -> bytes | None:
        """The answer to one question; none when it is to be silent."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        self.asked.append((name, dns.rdatatype.to_text(question.rdtype), transport))
        response = dns.message.make_response(query, recursion_available=True)
        if _is_in(name, self.orders.silent):
            return None
        if _is_in(name, self.orders.failing):
            response.set_rcode(dns.rcode.SERVFAIL)
        elif transport == "udp" and _is_in(name, self.orders.truncated):
            response.flags |= dns.flags.TC
        else:
            self._answer(response, name, question.rdtype)
        return response.to_wire()

    def _answer(self, response: Any, name: str, kind: dns.rdatatype.RdataType) -> None:
        for _ in range(MOST_ALIASES):
            kinds = self.zone.get(name)
            if kinds is None:
                is_above = any(known.endswith(f".{name}") for known in self.zone)
                response.set_rcode(dns.rcode.NOERROR if is_above else dns.rcode.NXDOMAIN)
                return
            wanted = dns.rdatatype.to_text(kind)
            if "CNAME" in kinds and wanted != "CNAME":
                response.answer.append(_rrset(name, "CNAME", kinds["CNAME"]))
                name = kinds["CNAME"][0].rstrip(".").lower()
                continue
            if kinds.get(wanted):
                response.answer.append(_rrset(name, wanted, kinds[wanted]))
            return


def _rrset(name: str, kind: str, texts: Sequence[str]) -> dns.rrset.RRset:
    quoted = [_quoted(text) if kind == "TXT" else text for text in texts]
    return dns.rrset.from_text_list(f"{name}.", 60, "IN", kind, quoted)


def _quoted(text: str) -> str:
    """A TXT record; a text that is not in quotes yet is cut into strings of 255 bytes."""
    if text.startswith('"'):
        return text
    raw = text.encode()
    parts = [raw[at : at + 255] for at in range(0, len(raw), 255)] or [b""]
    return " ".join('"' + "".join(map(_escaped, part)) + '"' for part in parts)


def _escaped(byte: int) -> str:
    sign = chr(byte)
    if sign in '"\\':
        return f"\\{sign}"
    return sign if 32 <= byte < 127 else f"\\{byte:03d}"


def _is_in(name: str, names: set[str]) -> bool:
    return "*" in names or name in names


class _Udp(socketserver.ThreadingUDPServer):
    daemon_threads = True
    double: DnsDouble


class _Tcp(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    double: DnsDouble


class _UdpHandler(socketserver.BaseRequestHandler):
    server: _Udp

    def handle(self) -> None:
        wire, socket = self.request
        if reply := self.server.double.reply(wire, "udp"):
            socket.sendto(reply, self.client_address)


class _TcpHandler(socketserver.StreamRequestHandler):
    server: _Tcp

    def handle(self) -> None:
        (length,) = struct.unpack("!H", self.rfile.read(2))
        if reply := self.server.double.reply(self.rfile.read(length), "tcp"):
            self.wfile.write(struct.pack("!H", len(reply)) + reply)


@contextmanager
def running_dns_server(zone: Zone, **orders: set[str]) -> Iterator[DnsDouble]:
    """A server with these records, under the given orders, until the block ends."""
    double = DnsDouble(zone, Orders(**orders))
    with ExitStack() as stack:
        tcp, udp = _bound_alike(stack)
        double.port = int(udp.server_address[1])
        udp.double = tcp.double = double
        for server in (udp, tcp):
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            stack.callback(server.shutdown)
        yield double


def _bound_alike(stack: ExitStack) -> tuple[_Tcp, _Udp]:
    """Both servers at one number; a free one of TCP may be taken by UDP."""
    while True:
        tcp = stack.enter_context(_Tcp(("127.0.0.1", 0), _TcpHandler))
        with suppress(OSError):
            return tcp, stack.enter_context(_Udp(("127.0.0.1", tcp.server_address[1]), _UdpHandler))
