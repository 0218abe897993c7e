"""Where webhooks may go: to public addresses on the web, and to nothing inside a network."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

import dns.exception
import dns.name
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from esmpress.name_servers import make_resolver
from esmpress.webhooks.models import URL_LENGTH

RESOLVE_SECONDS = 4.0
Address = IPv4Address | IPv6Address
# Neither a space nor a sign that would begin another line of the request.
_PLAIN = re.compile(r"[!-~]+")
# Ways through a public address to an IPv4 address that may be private: NAT64, 6to4, Teredo. Older
# Pythons take some of them, and of what is mapped, for global.
_TUNNELS = tuple(map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))


class NoSuchName(Exception):
    """The DNS names no address, or does not answer."""


class NotPublic(Exception):
    """One of the addresses is none of the public internet."""


def check_url(url: str) -> None:
    """Raise ValidationError unless webhooks can be posted there."""
    if len(url) > URL_LENGTH:
        raise ValidationError(
            _("An address has %(most)s characters at most.") % {"most": URL_LENGTH}
        )
    if not _PLAIN.fullmatch(url):
        raise ValidationError(_("Write the address as a browser copies it, without spaces."))
    parts = _parts(url)
    if parts.scheme != "https" or not parts.hostname:
        raise ValidationError(_("The address begins with https:// and the name of a computer."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise ValidationError(_("The address has neither a user's name nor a # in it."))
    literal = _literal(parts.hostname)
    if literal is not None and not is_allowed(literal):
        raise ValidationError(_("This address leads into a private network, or to this computer."))


def addresses_of(host: str) -> list[str]:
    """Every address of a name, asked once; raises NoSuchName, or NotPublic if one is private."""
    literal = _literal(host)
    found = [literal] if literal is not None else _asked(host)
    if not all(is_allowed(address) for address in found):
        raise NotPublic
    return [str(address) for address in found]


def is_allowed(address: Address) -> bool:
    """Whether it is of the public internet: neither private, nor local, nor for many at once."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped is not None:
            return is_allowed(address.ipv4_mapped)
        if address.scope_id is not None or any(address in tunnel for tunnel in _TUNNELS):
            return False
    if address.is_loopback:
        return bool(settings.WEBHOOKS_TO_LOOPBACK)
    return address.is_global and not address.is_multicast and not address.is_reserved


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        # Read here, as it is checked no sooner.
        assert parts.port is None or parts.port > 0
    except (ValueError, AssertionError) as error:
        raise ValidationError(_("This is no address of the web.")) from error
    return parts


def _literal(host: str) -> Address | None:
    try:
        return ip_address(host)
    except ValueError:
        return None


def _asked(host: str) -> list[Address]:
    try:
        resolver = make_resolver(settings.DNS_SERVERS)
        # As a full name: nothing of the machine's own domain is tried after it.
        name = dns.name.from_text(host)
        answers = resolver.resolve_name(name, lifetime=RESOLVE_SECONDS)
    except (dns.exception.DNSException, OSError, UnicodeError) as error:
        raise NoSuchName from error
    found = [ip_address(address) for address in answers.addresses()]
    if not found:
        raise NoSuchName
    return found
