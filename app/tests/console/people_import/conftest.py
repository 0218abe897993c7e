"""A coordinator of a study, and what they see."""

from __future__ import annotations

import pytest
from django.test import Client

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Study
from tests.console.browsers import browser_for
from tests.factories import make_member, make_study


@pytest.fixture
def study() -> Study:
    """A running study in English and Polish."""
    return make_study()


@pytest.fixture
def coordinator(study: Study) -> Researcher:
    """Who uploads."""
    return make_member(study, "coordinator", name="Anna")


@pytest.fixture
def browser(coordinator: Researcher) -> Client:
    """The coordinator's browser."""
    return browser_for(coordinator)
