"""Reads one DKIM key record (RFC 6376, 3.6.1; RFC 8301 on key lengths; RFC 8463 on Ed25519)."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.utils.translation import gettext as _

from esmpress.delivery.preflight.findings import Verdict
from esmpress.delivery.preflight.tags import MalformedTags, read_tags

LEAST_BITS = 1024
GOOD_BITS = 2048
ED25519_BYTES = 32

Judged = tuple[Verdict, str]


def judge_key(text: str) -> Judged:
    """Whether receivers accept signatures by this key, and why, in half a sentence."""
    try:
        tags = read_tags(text)
    except MalformedTags as error:
        return Verdict.RED, _("the record cannot be read: %(error)s") % {"error": error}
    if fault := _fault(tags):
        return Verdict.RED, fault
    try:
        key = base64.b64decode("".join(tags["p"].split()), validate=True)
    except (binascii.Error, ValueError):
        return Verdict.RED, _("the key in p= is no Base64 text")
    judged = _judge_ed25519(key) if _kind(tags) == "ed25519" else _judge_rsa(key)
    if judged[0] == Verdict.GREEN and "y" in _listed(tags, "t"):
        return Verdict.AMBER, _("%(judged)s; t=y says that signing is only being tried out") % {
            "judged": judged[1]
        }
    return judged


def _fault(tags: dict[str, str]) -> str:
    """Why no signature by this record counts, whatever its key is; empty if it may count."""
    services = _listed(tags, "s")
    faults = {
        "the record does not begin with v=DKIM1": "v" in tags
        and next(iter(tags.items())) != ("v", "DKIM1"),
        "the record has no key (p=)": "p" not in tags,
        "the key was revoked (p= is empty)": tags.get("p") == "",
        f"receivers do not know keys of the kind k={tags.get('k')}": _kind(tags)
        not in ("rsa", "ed25519"),
        f"the key is not for mail (s={tags.get('s')})": services
        and not {"*", "email"} & set(services),
        "the key allows SHA-1 only, which no longer counts (RFC 8301)": "h" in tags
        and "sha256" not in _listed(tags, "h"),
    }
    return next((fault for fault, is_there in faults.items() if is_there), "")


def _kind(tags: dict[str, str]) -> str:
    return tags.get("k", "rsa").lower()


def _listed(tags: dict[str, str], tag: str) -> list[str]:
    return [one.strip().lower() for one in tags.get(tag, "").split(":") if one.strip()]


def _judge_ed25519(key: bytes) -> Judged:
    if len(key) != ED25519_BYTES:
        return Verdict.RED, _(
            "an Ed25519 key has %(ED25519_BYTES)s bytes, this one has %(key)s"
        ) % {"ED25519_BYTES": ED25519_BYTES, "key": len(key)}
    return Verdict.GREEN, "Ed25519 key"


def _judge_rsa(key: bytes) -> Judged:
    try:
        loaded = load_der_public_key(key)
    except (ValueError, UnsupportedAlgorithm):
        return Verdict.RED, _("the key in p= is no RSA key")
    if not isinstance(loaded, RSAPublicKey):
        return Verdict.RED, _("the key in p= is no RSA key")
    bits = loaded.key_size
    if bits < LEAST_BITS:
        return Verdict.RED, _(
            "RSA key of %(bits)s bits; receivers ignore fewer than %(LEAST_BITS)s"
        ) % {"bits": bits, "LEAST_BITS": LEAST_BITS}
    if bits < GOOD_BITS:
        return Verdict.AMBER, _("RSA key of %(bits)s bits; %(GOOD_BITS)s are advised") % {
            "bits": bits,
            "GOOD_BITS": GOOD_BITS,
        }
    return Verdict.GREEN, _("RSA key of %(bits)s bits") % {"bits": bits}
