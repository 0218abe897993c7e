"""No template of the Admin says anything in English alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from devstack.catalogue.places import PRODUCT
from devstack.catalogue.unwrapped import words_without_translation

TEMPLATES = sorted((PRODUCT / "console" / "templates" / "console").rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_says_nothing_untranslated(path: Path) -> None:
    assert words_without_translation(path.read_text()) == []


def test_words_between_tags_and_in_labels_are_found() -> None:
    source = '<p>Back</p><a aria-label="Earlier" href="{% url \'x\' %}">{% translate "Next" %}</a>'

    assert words_without_translation(source) == ["Earlier", "Back"]


def test_pictures_programs_and_translations_are_no_words() -> None:
    source = (
        '<span class="material-symbols-outlined">warning</span><pre>Text</pre>'
        "{% blocktranslate %}Back{% endblocktranslate %}{{ name }}"
    )

    assert words_without_translation(source) == []
