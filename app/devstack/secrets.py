"""Secrets of a stack on this machine: drawn once, kept in its state folder."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

# No letters or digits that are mistaken for each other when typed from a screen.
READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def _readable_password() -> str:
    return "-".join("".join(secrets.choice(READABLE) for _ in range(4)) for _ in range(4))


@dataclass(frozen=True)
class Secrets:
    """Everything that must be secret and must outlive a restart."""

    secret_key: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    link_key: str = field(default_factory=lambda: secrets.token_hex(32))
    vault_key: str = field(default_factory=lambda: secrets.token_hex(32))
    database_password: str = field(default_factory=lambda: secrets.token_hex(16))
    broker_password: str = field(default_factory=lambda: secrets.token_hex(16))
    researcher_password: str = field(default_factory=_readable_password)


def load_or_draw(folder: Path) -> Secrets:
    """The folder's secrets; drawn and written (mode 0600) at the first call."""
    path = folder / "secrets.json"
    if not path.exists():
        write_private(path, json.dumps(asdict(Secrets()), indent=2))
    return Secrets(**json.loads(path.read_text()))


def write_private(path: Path, text: str) -> None:
    """Write the file so that only its owner can ever read it, and never half of it."""
    draft = path.with_name(path.name + ".draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
