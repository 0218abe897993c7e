from __future__ import annotations

import pytest

from esmpress.accounts.models import Researcher


@pytest.fixture
def anna() -> Researcher:
    return Researcher.objects.create_user("anna@example.org", name="Anna")


@pytest.fixture
def eve() -> Researcher:
    return Researcher.objects.create_user("eve@example.org", name="Eve")
