"""Stands where Sentry's network begins: keeps what would leave the machine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sentry_sdk
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from esmpress.sentry.starting import start_sentry


class KeptEnvelopes(Transport):
    """The transport of a client that sends nothing."""

    def __init__(self, *_args: object, **_options: object) -> None:
        super().__init__()
        self.kept: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.kept.append(envelope)

    def take(self, serialised: bytes) -> None:
        """Keep an envelope that came from another process."""
        self.kept.append(Envelope.deserialize(serialised))

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        """The items of one kind, as they would be sent."""
        return [
            json.loads(item.get_bytes())
            for envelope in self.kept
            for item in envelope.items
            if item.type == kind
        ]

    def kinds(self) -> set[str]:
        """Which kinds of items there are."""
        client: Any = sentry_sdk.get_client()
        client.session_flusher.flush()
        return {item.type or "" for envelope in self.kept for item in envelope.items}

    def bytes(self) -> str:
        """All that would leave, headers of envelopes and items included."""
        return b"\n".join(envelope.serialize() for envelope in self.kept).decode()


@contextmanager
def recording_sentry() -> Iterator[KeptEnvelopes]:
    """Sentry as it is started in production, every request sampled, without the network."""
    transport = KeptEnvelopes()
    start_sentry(
        dsn="https://key@sentry.example.org/1",
        environment="test",
        release="1.2.3",
        traces=1.0,
        transport=transport,
    )
    try:
        yield transport
    finally:
        sentry_sdk.get_client().close()
        sentry_sdk.get_global_scope().set_client(None)
        sentry_sdk.get_isolation_scope().clear()
