"""Scripts of the Admin speak the language of their page."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from esmpress.console.script_words import SCRIPT_WORDS
from tests.console.browsers import browser_of
from tests.factories import make_study

SCRIPTS = sorted(Path(str(finders.find("console/refreshing.js"))).parent.glob("*.js"))
# What begins as a sentence does, in quotes.
SENTENCE = re.compile(r"""["'`]([A-Z][a-z]+[ .!?…][^"'`]*)["'`]""")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_a_script_has_no_sentence_of_its_own(script: Path) -> None:
    assert SENTENCE.findall(script.read_text()) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_what_a_script_says_is_there(script: Path) -> None:
    asked = set(re.findall(r"\bwords\.(\w+)", script.read_text()))

    assert asked <= SCRIPT_WORDS.keys()


def test_each_word_is_used() -> None:
    asked = {name for one in SCRIPTS for name in re.findall(r"\bwords\.(\w+)", one.read_text())}

    assert asked == SCRIPT_WORDS.keys()


@pytest.mark.django_db
def test_a_page_has_them_in_its_language() -> None:
    study = make_study()
    page = browser_of("owner", study).get(
        f"/admin/studies/study/{study.pk}/change/", headers={"accept-language": "pl"}
    )

    found = re.search(r'<script id="script-words"[^>]*>(.*?)</script>', page.content.decode())
    assert found is not None
    assert json.loads(found[1])["saved"] == "Zapisano"


@pytest.mark.django_db
def test_a_page_that_refuses_says_which_language_it_speaks() -> None:
    page = browser_of("owner", make_study()).get(
        "/admin/nowhere/", headers={"accept-language": "pl"}
    )

    assert '<html lang="pl">' in page.content.decode()
