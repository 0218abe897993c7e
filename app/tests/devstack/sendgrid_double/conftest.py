"""The double, a webhook, and both together."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from devstack.sendgrid_double.server import SendGridServer, running_sendgrid_server
from tests.devstack.sendgrid_double.receiver import Receiver, running_receiver


@pytest.fixture
def server() -> Iterator[SendGridServer]:
    with running_sendgrid_server() as server:
        yield server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with running_receiver() as receiver:
        yield receiver


@pytest.fixture
def posting(receiver: Receiver) -> Iterator[SendGridServer]:
    """A double that posts its events."""
    with running_sendgrid_server(webhook=receiver.url) as server:
        yield server
