"""Seals what must not be read in a dump: AES-256-GCM under a versioned key, bound to its row."""

from __future__ import annotations

import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


def seal(text: str, *, bound_to: str) -> bytes:
    """`text` encrypted: one byte of key version, the nonce, then the ciphertext.

    `bound_to` names the row and column; unsealing under another name fails.
    """
    return seal_bytes(text.encode(), bound_to=bound_to)


def seal_bytes(content: bytes, *, bound_to: str) -> bytes:
    """The same for what is no text."""
    version, key = list(settings.VAULT_KEYS.items())[-1]
    nonce = os.urandom(NONCE_BYTES)
    return bytes([version]) + nonce + _cipher(key).encrypt(nonce, content, bound_to.encode())


def is_newest(sealed: bytes) -> bool:
    """Whether `seal` would take the same key now."""
    return sealed[0] == list(settings.VAULT_KEYS)[-1]


class KeyMissing(Exception):
    """The key something was sealed with is not among VAULT_KEYS."""


def unseal(sealed: bytes, *, bound_to: str) -> str:
    """The text `seal` was given; raises KeyMissing, or InvalidTag if tampered with."""
    return unseal_bytes(sealed, bound_to=bound_to).decode()


def unseal_bytes(sealed: bytes, *, bound_to: str) -> bytes:
    """What `seal_bytes` was given; raises as `unseal` does."""
    key = settings.VAULT_KEYS.get(sealed[0])
    if key is None:
        raise KeyMissing(f"VAULT_KEYS has no key {sealed[0]}")
    nonce, ciphertext = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    return _cipher(key).decrypt(nonce, ciphertext, bound_to.encode())


@lru_cache(maxsize=8)
def _cipher(key: bytes) -> AESGCM:
    """The cipher of a key, prepared once: thousands of addresses are unsealed in a minute."""
    return AESGCM(key)
