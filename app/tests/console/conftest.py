from __future__ import annotations

import pytest
from django.test import Client

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study
from tests.factories import make_study


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


@pytest.fixture
def study() -> Study:
    """A running study with a contact and a colour of its own."""
    return make_study(contact_name="Dr Nowak", mail_color="#1d4ed8")
