"""Sentences that Django builds around a noun read well in Polish, whatever the noun."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import translation

from devstack.catalogue.extracting import translated_by_django
from esmpress.accounts.models import Researcher
from esmpress.console.language.reworded import REWORDED
from tests.console.browsers import browser_of
from tests.factories import make_study


def test_django_still_says_each_of_them() -> None:
    assert {text[:] for text in REWORDED} <= translated_by_django("pl")


@pytest.mark.parametrize("text", REWORDED, ids=lambda text: text[:])
def test_none_leaves_the_ending_open(text: str) -> None:
    with translation.override("pl"):
        assert "(" not in translation.gettext(text[:]).replace("%(", "")


@pytest.mark.django_db
def test_a_title_names_the_thing_as_it_is() -> None:
    client = browser_of("owner", make_study(launched_at=None))
    Researcher.objects.update(language="pl")

    page = client.get(reverse("admin:participants_participant_add")).content.decode()

    assert "Dodaj: uczestnik" in page
