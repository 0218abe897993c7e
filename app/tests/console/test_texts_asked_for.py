"""In which languages the Admin asks for texts."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import Joining, Study
from tests.console.browsers import browser_of
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def asked(browser: Client, page: str, study: Study, name: str) -> list[str]:
    """The languages of a text's inputs on a page of a study."""
    shown = browser.get(reverse(f"admin:studies_study_{page}", args=[study.pk])).content.decode()
    return re.findall(rf'name="{name}_(\w\w)"', shown)


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("joining", "information"),
        ("joining", "purposes-0-text"),
        ("feedback", "charts-0-title"),
    ],
)
def test_a_study_in_two_languages_is_asked_for_texts_in_them(page: str, name: str) -> None:
    study = make_study(languages=["en", "pl"])

    assert asked(browser_of("owner", study), page, study, name) == ["en", "pl"]


def test_a_text_in_another_language_is_not_lost_by_saving() -> None:
    study = make_study(languages=["en", "pl"])
    Joining.objects.create(study=study, information={"de": "Gefühle"})

    assert asked(browser_of("owner", study), "joining", study, "information") == ["en", "de", "pl"]


def test_only_a_draft_can_get_another_language() -> None:
    draft, launched = make_study(launched_at=None), make_study()
    browser = browser_of("owner", draft, launched)

    assert asked(browser, "change", draft, "title") == ["en", "de", "pl"]
    assert asked(browser, "change", launched, "title") == ["en", "pl"]
