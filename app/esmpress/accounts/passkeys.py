"""Passkeys: WebAuthn by Yubico's fido2; challenges wait with whoever asked, and work once."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from fido2.cose import CoseKey
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialDescriptor,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialType,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from esmpress.accounts.models import Passkey, Researcher

MOST = 20
# What comes of an answer that is none, however deep.
_MALFORMED = (
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
    AssertionError,
    RecursionError,
    struct.error,
)


class WrongPasskey(Exception):
    """Not a key of that researcher, or not the answer to what was asked."""


class TooManyPasskeys(Exception):
    """Nobody has so many keys."""


@dataclass(frozen=True)
class Site:
    """Where the Admin is reached: keys are bound to it."""

    scheme: str
    host: str

    @property
    def name(self) -> str:
        """The host without its port."""
        return self.host.rpartition(":")[0] if _has_port(self.host) else self.host

    def server(self) -> Fido2Server:
        """Asks and checks for this site alone."""
        rp = PublicKeyCredentialRpEntity(name="ESMpress", id=self.name)
        origin = f"{self.scheme}://{self.host}"
        return Fido2Server(rp, verify_origin=lambda given: given == origin)


@dataclass(frozen=True)
class Asked:
    """What the browser is told, and what has to be kept to check its answer."""

    options: str
    state: dict[str, Any]


def ask_to_add(site: Site, researcher: Researcher) -> Asked:
    """Ask for a new key; one that is known already is not taken again."""
    user = PublicKeyCredentialUserEntity(
        id=_handle(researcher), name=researcher.email, display_name=str(researcher)
    )
    options, state = site.server().register_begin(
        user,
        _descriptors(researcher),
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.PREFERRED,
    )
    return Asked(json.dumps(dict(options)["publicKey"], default=dict), state)


def add(
    site: Site, researcher: Researcher, name: str, answer: str, *, state: Any, now: datetime
) -> Passkey:
    """Keep a new key; raises WrongPasskey, or TooManyPasskeys."""
    if researcher.passkeys.count() >= MOST:
        raise TooManyPasskeys
    try:
        response = RegistrationResponse.from_dict(json.loads(answer))
        checked = site.server().register_complete(state, response)
        credential = _of_known_kind(checked.credential_data)
    except _MALFORMED as error:
        raise WrongPasskey from error
    try:
        with transaction.atomic():
            return Passkey.objects.create(
                researcher=researcher,
                name=name,
                credential_id=credential.credential_id,
                credential=bytes(credential),
                uses=checked.counter,
                added_at=now,
            )
    except IntegrityError as error:
        raise WrongPasskey from error


def ask_for_one(site: Site, researcher: Researcher | None) -> Asked:
    """Ask for a key of this researcher, or of whoever it is: then it asks for a PIN, too."""
    options, state = site.server().authenticate_begin(
        _descriptors(researcher) if researcher else None,
        user_verification=_wanted(researcher),
    )
    return Asked(json.dumps(dict(options)["publicKey"], default=dict), state)


def use_passkey(
    site: Site, researcher: Researcher | None, answer: str, *, state: Any, now: datetime
) -> Researcher:
    """Whose key it is; raises WrongPasskey.

    Whatever was asked before: where nobody has shown a password, the key has to have asked for a
    PIN, and has to say itself whose it is.
    """
    state = {**state, "user_verification": _wanted(researcher)}
    try:
        response = AuthenticationResponse.from_dict(json.loads(answer))
        found = _found(researcher, response.raw_id)
        _require_owner(found, response.response.user_handle, said=researcher is None)
        credential = AttestedCredentialData(bytes(found.credential))
        site.server().authenticate_complete(state, [credential], response)
    except _MALFORMED as error:
        raise WrongPasskey from error
    _count_use(found, response.response.authenticator_data.counter, now=now)
    return found.researcher


def _found(researcher: Researcher | None, credential_id: bytes) -> Passkey:
    rows = Passkey.objects.select_related("researcher").filter(credential_id=credential_id)
    if researcher is not None:
        rows = rows.filter(researcher=researcher)
    found = rows.first()
    if found is None:
        raise WrongPasskey
    return found


def _wanted(researcher: Researcher | None) -> UserVerificationRequirement:
    wanted = UserVerificationRequirement
    return wanted.PREFERRED if researcher else wanted.REQUIRED


def _require_owner(found: Passkey, handle: bytes | None, *, said: bool) -> None:
    """The owner the key names has to be ours; a key of a second step may name none."""
    if (said or handle) and handle != _handle(found.researcher):
        raise WrongPasskey


def _of_known_kind(made: AttestedCredentialData | None) -> AttestedCredentialData:
    """The key, whose signatures have to be of a kind that was asked for."""
    if made is None or made.public_key.ALGORITHM not in CoseKey.supported_algorithms():
        raise WrongPasskey
    return made


def _count_use(found: Passkey, uses: int, *, now: datetime) -> None:
    """A key that counts its uses has to be ahead of what we know: else it is a copy."""
    is_ahead = Q(uses=0) if uses == 0 else Q(uses__lt=uses)
    if not Passkey.objects.filter(is_ahead, pk=found.pk).update(uses=uses, used_at=now):
        raise WrongPasskey


def _descriptors(researcher: Researcher) -> list[PublicKeyCredentialDescriptor]:
    return [
        PublicKeyCredentialDescriptor(type=PublicKeyCredentialType.PUBLIC_KEY, id=bytes(one))
        for one in researcher.passkeys.values_list("credential_id", flat=True)
    ]


def _handle(researcher: Researcher) -> bytes:
    """What a key calls its owner; it tells nothing of them."""
    return f"researcher {researcher.pk}".encode()


def _has_port(host: str) -> bool:
    return host.rpartition(":")[2].isdecimal()
