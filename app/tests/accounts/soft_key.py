"""A passkey in software: what a phone or a security key does, written with fido2's own parts."""

from __future__ import annotations

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

FLAG = AuthenticatorData.FLAG
NO_MODEL = bytes(16)


class SoftKey:
    """One key; `asks_pin` tells whether it has asked its owner for a PIN or a finger."""

    def __init__(self, *, asks_pin: bool = True, counts: bool = True) -> None:
        self.asks_pin, self.counts = asks_pin, counts
        self.uses = 0
        # What it calls its owner; a plain security key keeps nothing of the kind.
        self.owner: bytes | None = None
        self.signs_by = ES256.ALGORITHM
        self.credential_id = os.urandom(16)
        self._private = ec.generate_private_key(ec.SECP256R1())

    def create(self, options: str, *, origin: str) -> str:
        """What the browser sends after `navigator.credentials.create`."""
        asked = json.loads(options)
        self.owner = websafe_decode(asked["user"]["id"])
        public = ES256.from_cryptography_key(  # type: ignore[no-untyped-call]
            self._private.public_key()
        )
        public[3] = self.signs_by
        made = AttestedCredentialData.create(NO_MODEL, self.credential_id, public)
        told = self._told(asked["rp"]["id"], made)
        statement = AttestationObject.create("none", told, {})
        typed = _client_data("webauthn.create", asked, origin)
        return self._answer(clientDataJSON=typed, attestationObject=bytes(statement))

    def get(self, options: str, *, origin: str) -> str:
        """What the browser sends after `navigator.credentials.get`."""
        asked = json.loads(options)
        told = bytes(self._told(asked["rpId"]))
        typed = _client_data("webauthn.get", asked, origin)
        signed = self._private.sign(told + hashlib.sha256(typed).digest(), ec.ECDSA(SHA256()))
        owner = {} if self.owner is None else {"userHandle": self.owner}
        return self._answer(clientDataJSON=typed, authenticatorData=told, signature=signed, **owner)

    def _told(self, site: str, made: AttestedCredentialData | None = None) -> AuthenticatorData:
        self.uses += int(self.counts)
        flags = FLAG.UP | (FLAG.UV if self.asks_pin else FLAG(0))
        if made is not None:
            flags |= FLAG.AT
        name = hashlib.sha256(site.encode()).digest()
        told: AuthenticatorData = AuthenticatorData.create(name, flags, self.uses, made or b"")
        return told

    def _answer(self, **response: bytes) -> str:
        name = websafe_encode(self.credential_id)
        parts = {key: websafe_encode(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": parts})


def _client_data(kind: str, asked: dict[str, Any], origin: str) -> bytes:
    return json.dumps({"type": kind, "challenge": asked["challenge"], "origin": origin}).encode()
