"""Records of domains that are set up well, to be spoilt by a test."""

from __future__ import annotations

import base64
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ed25519, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from esmpress.delivery.preflight.answers import Answer, Ask
from esmpress.delivery.preflight.resolving import Resolver
from esmpress.delivery.preflight.sender import Sender
from tests.doubles.dns_server import DnsDouble

DOMAIN = "badania.uni.pl"
SENDGRID = Sender(DOMAIN, "sendgrid", selectors=("s1", "s2"))
SMTP = Sender(DOMAIN, "smtp", relay="relay.uni.pl", bounces_to=DOMAIN, selectors=("uni",))
Zone = dict[str, dict[str, list[str]]]


@cache
def rsa_record(bits: int = 2048) -> str:
    """A DKIM record with an RSA key of so many bits."""
    key = rsa.generate_private_key(65537, bits).public_key()
    der = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return f"v=DKIM1; k=rsa; p={base64.b64encode(der).decode()}"


@cache
def ed25519_record() -> str:
    """A DKIM record with an Ed25519 key."""
    raw = ed25519.Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    return f"v=DKIM1; k=ed25519; p={base64.b64encode(raw).decode()}"


def sendgrid_zone(**changes: Any) -> Zone:
    """Records for SendGrid with automated security, with `TXT=`, `MX=`, `DMARC=` changed."""
    return {
        DOMAIN: {
            "TXT": changes.get("TXT", ["v=spf1 include:sendgrid.net -all"]),
            "MX": changes.get("MX", ["10 mx.uni.pl."]),
        },
        f"_dmarc.{DOMAIN}": {
            "TXT": changes.get("DMARC", ["v=DMARC1; p=reject; rua=mailto:dmarc@uni.pl"])
        },
        f"s1._domainkey.{DOMAIN}": {"CNAME": ["s1.domainkey.u1.wl2.sendgrid.net."]},
        f"s2._domainkey.{DOMAIN}": {"CNAME": ["s2.domainkey.u1.wl2.sendgrid.net."]},
        "s1.domainkey.u1.wl2.sendgrid.net": {"TXT": [rsa_record()]},
        "s2.domainkey.u1.wl2.sendgrid.net": {"TXT": [rsa_record()]},
        "sendgrid.net": {"TXT": ["v=spf1 ip4:167.89.0.0/17 ~all"]},
        "mx.uni.pl": {"A": ["192.0.2.25"]},
        "uni.pl": {"MX": ["10 mx.uni.pl."]},
    }


def smtp_zone(**changes: Any) -> Zone:
    """Records for the university's own relay."""
    zone = sendgrid_zone(**{"TXT": ["v=spf1 a:relay.uni.pl -all"]} | changes)
    return zone | {
        "relay.uni.pl": {"A": ["192.0.2.26"], "AAAA": ["2001:db8::26"]},
        f"uni._domainkey.{DOMAIN}": {"TXT": [rsa_record()]},
    }


def asking(server: DnsDouble, seconds: float = 5.0) -> Ask:
    """The real resolver, asking the double."""
    resolver = Resolver([server.server], seconds=seconds)

    def ask(name: str, kind: str) -> Answer:
        return resolver.ask(name, kind)

    return ask
