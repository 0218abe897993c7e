"""Every text of the Admin has its translation, and what Django reads is made of it."""

from __future__ import annotations

import gettext

import pytest
from babel.messages.catalog import Catalog

from devstack.catalogue.extracting import extract
from devstack.catalogue.faults import faults_of
from devstack.catalogue.places import compiled_of, languages
from devstack.catalogue.python_texts import NotConstant, texts_of_python
from devstack.catalogue.template_texts import texts_of_template
from devstack.catalogue.texts import Text


@pytest.fixture(scope="module")
def extracted() -> Catalog:
    return extract("pl")


@pytest.mark.parametrize("language", languages())
def test_a_catalogue_has_no_fault(language: str) -> None:
    assert faults_of(language) == []


def test_texts_of_python_templates_models_and_theme_are_found(extracted: Catalog) -> None:
    for text in ("Rights", "Dates", "language of the Admin", "Select record"):
        assert text in extracted


def test_what_django_reads_has_three_polish_forms() -> None:
    with compiled_of("pl").open("rb") as compiled:
        forms = gettext.GNUTranslations(compiled)

    assert [forms.plural(number) for number in (1, 2, 5, 12, 22, 112, 0)] == [0, 1, 2, 2, 1, 2, 2]  # type: ignore[attr-defined]


def test_texts_are_read_from_calls() -> None:
    source = '_("One")\nngettext("%(n)s day", "%(n)s days", n)\npgettext("a key", "Back")\n_(name)'

    assert list(texts_of_python(source)) == [
        Text("One"),
        Text("%(n)s day", plural="%(n)s days"),
        Text("Back", context="a key"),
    ]


def test_a_text_with_values_in_it_is_refused() -> None:
    with pytest.raises(NotConstant):
        list(texts_of_python('_(f"{count} days")'))


def test_texts_are_read_from_templates() -> None:
    source = (
        '{% load i18n %}{% translate "Back" %}{% blocktranslate with name=x.y %}To {{ name }}'
        "{% endblocktranslate %}{% blocktranslate count n=z %}{{ n }} day{% plural %}{{ n }} days"
        "{% endblocktranslate %}"
    )

    assert list(texts_of_template(source)) == [
        Text("Back"),
        Text("To %(name)s"),
        Text("%(n)s day", plural="%(n)s days"),
    ]
