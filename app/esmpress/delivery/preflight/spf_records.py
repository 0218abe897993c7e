"""Reads one SPF record (RFC 7208, sections 4.5 to 6 and 12)."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

VERSION = "v=spf1"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
# What each mechanism takes: nothing, a domain, perhaps a domain, a network.
MECHANISMS = {
    "all": "nothing",
    "include": "domain",
    "exists": "domain",
    "a": "perhaps",
    "mx": "perhaps",
    "ptr": "perhaps",
    "ip4": "network",
    "ip6": "network",
}
ASKING = frozenset({"include", "exists", "a", "mx", "ptr"})
# Sign, name, :domain (in which a macro may hold a slash), /prefix.
_TERM = re.compile(r"([+\-~?]?)([a-z][a-z0-9]*)(?::((?:%\{[^}]*\}|[^/])*))?(/.*)?", re.IGNORECASE)
_MODIFIER = re.compile(r"([a-z][a-z0-9_.-]*)=(.*)", re.IGNORECASE)
_MASK = re.compile(r"(?:/(\d{1,2}))?(?://(\d{1,3}))?")


class MalformedSpf(ValueError):
    """The record breaks the rules: receivers then count it as an error (permerror)."""


@dataclass(frozen=True)
class Mechanism:
    """One mechanism: its qualifier, name, domain (empty: the record's own) and networks."""

    qualifier: str
    name: str
    domain: str = ""
    network: Network | None = None
    masks: tuple[int, int] = (32, 128)

    @property
    def has_macro(self) -> bool:
        """Whether its domain is only known when a message comes."""
        return "%" in self.domain


@dataclass(frozen=True)
class SpfRecord:
    """The mechanisms in their order, and where `redirect=` leads, empty if nowhere."""

    mechanisms: tuple[Mechanism, ...]
    redirect: str = ""

    @property
    def all_qualifier(self) -> str:
        """The sign before `all`: + - ~ or ?; empty without it."""
        return next((one.qualifier for one in self.mechanisms if one.name == "all"), "")


def is_spf(text: str) -> bool:
    """Whether a TXT record is an SPF record: the version ends there or a space follows."""
    return text.lower() == VERSION or text.lower().startswith(f"{VERSION} ")


def parse_spf(text: str) -> SpfRecord:
    """The record; raises MalformedSpf."""
    if not text.isascii() or not text.isprintable():
        raise MalformedSpf(_("it holds signs beyond plain ASCII"))
    mechanisms: list[Mechanism] = []
    modifiers: dict[str, str] = {}
    for term in text[len(VERSION) :].split():
        modifier = _MODIFIER.fullmatch(term)
        if modifier is None:
            mechanisms.append(_mechanism(term))
            continue
        name = modifier[1].lower()
        if name in ("redirect", "exp") and (name in modifiers or not modifier[2]):
            raise MalformedSpf(_("%(name)s= stands twice or is empty") % {"name": name})
        modifiers[name] = modifier[2]
    return SpfRecord(tuple(mechanisms), modifiers.get("redirect", "").lower().rstrip("."))


def _mechanism(term: str) -> Mechanism:
    match = _TERM.fullmatch(term)
    name = match[2].lower() if match else ""
    takes = MECHANISMS.get(name)
    if match is None or takes is None:
        raise MalformedSpf(_("“%(term)s” is no mechanism of SPF") % {"term": term})
    qualifier, value = match[1] or "+", match[3]
    if takes == "network":
        return Mechanism(qualifier, name, network=_network(name, term, value, match[4]))
    # A colon with nothing behind it is as wrong as a domain where none may stand.
    is_wrong = value == "" or (takes == "domain" and not value) or (takes == "nothing" and value)
    if is_wrong or (match[4] and name not in ("a", "mx")):
        raise MalformedSpf(_("“%(term)s” is not written as SPF wants it") % {"term": term})
    masks = _masks(term, match[4] or "")
    return Mechanism(qualifier, name, (value or "").lower().rstrip("."), masks=masks)


def _network(name: str, term: str, value: str | None, mask: str | None) -> Network:
    make: Any = ipaddress.IPv4Network if name == "ip4" else ipaddress.IPv6Network
    try:
        network: Network = make(f"{value or ''}{mask or ''}", strict=False)
    except ValueError as error:
        raise MalformedSpf(_("“%(term)s” holds no address") % {"term": term}) from error
    return network


def _masks(term: str, text: str) -> tuple[int, int]:
    match = _MASK.fullmatch(text)
    masks = (int(match[1] or 32), int(match[2] or 128)) if match else (99, 999)
    if masks[0] > 32 or masks[1] > 128:
        raise MalformedSpf(_("“%(term)s” has no valid prefix length") % {"term": term})
    return masks
