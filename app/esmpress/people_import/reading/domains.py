"""Addresses whose domain is one letter away from a provider that many people use."""

from __future__ import annotations

from functools import lru_cache

_KNOWN = frozenset(
    (
        *("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "hotmail.de", "live.com"),
        *("hotmail.co.uk", "live.de", "msn.com", "yahoo.com", "yahoo.de", "yahoo.pl", "mail.com"),
        *("yahoo.co.uk", "ymail.com", "email.com", "icloud.com", "aol.com", "proton.me"),
        *("protonmail.com", "gazeta.pl", "interia.pl", "interia.eu", "onet.pl", "onet.eu"),
        *("poczta.fm", "poczta.onet.pl", "vp.pl", "wp.pl", "o2.pl", "op.pl", "tlen.pl"),
        *("autograf.pl", "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "web.de", "t-online.de"),
        *("freenet.de", "arcor.de", "posteo.de", "mailbox.org"),
    )
)
# Short names are one letter away from many others that are meant.
_SHORTEST = 8
_NO_ENDINGS = frozenset(("con", "cmo", "ocm", "comm", "vom", "xom", "pll", "lp", "dee", "ed"))


@lru_cache(maxsize=4096)
def is_likely_typo(domain: str) -> bool:
    """Whether the domain looks like a slip of the finger."""
    domain = domain.casefold()
    if domain in _KNOWN:
        return False
    if domain.rpartition(".")[2] in _NO_ENDINGS:
        return True
    return any(len(one) >= _SHORTEST and _is_one_slip(domain, one) for one in _KNOWN)


def _is_one_slip(typed: str, meant: str) -> bool:
    """One letter more, less, other, or two changed round."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    same = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), None)
    if same is None:
        return len(typed) != len(meant)
    typed, meant = typed[same:], meant[same:]
    swapped = typed[1::-1] + typed[2:] if len(typed) > 1 else typed
    return typed[1:] == meant or typed == meant[1:] or typed[1:] == meant[1:] or swapped == meant
