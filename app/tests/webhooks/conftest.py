from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.doubles.certificates import Certificate, make_certificate
from tests.doubles.webhook_receiver import Receiver, running_receiver


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    """A certificate for 127.0.0.1 that this process trusts as the machine trusts its own."""
    made = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.chain))
    return made


@pytest.fixture
def receiver(certificate: Certificate, settings: Settings) -> Iterator[Receiver]:
    """A receiver on this machine, where webhooks may go for once."""
    settings.WEBHOOKS_TO_LOOPBACK = True
    with running_receiver(certificate) as running:
        yield running
