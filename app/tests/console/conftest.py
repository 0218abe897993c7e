from __future__ import annotations

import pytest
from django.test import Client

from esmpress.accounts.models import Researcher


@pytest.fixture
def researcher() -> Researcher:
    """A researcher with every right."""
    return Researcher.objects.create_superuser("anna@example.org")


@pytest.fixture
def admin(researcher: Researcher) -> Client:
    """A browser the researcher is logged in with."""
    client = Client()
    client.force_login(researcher)
    return client
