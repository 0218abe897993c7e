from __future__ import annotations

import pytest
from django.test import Client

from esmpress.accounts.models import Researcher
from tests.console.account.people import make_anna


@pytest.fixture
def anna() -> Researcher:
    return make_anna()


@pytest.fixture
def browser() -> Client:
    """Anna's, of which nothing is known yet."""
    return Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"})


@pytest.fixture
def stranger() -> Client:
    return Client(REMOTE_ADDR="198.51.100.7")
