"""Texts in tables are translated when they are shown, and English where programs look at them."""

from __future__ import annotations

import json

from django.template import Context, Template
from django.utils import translation
from django.utils.text import capfirst

from esmpress.lazy_texts import lazily

TEXT = lazily("Launch")


def test_a_text_is_shown_in_the_language_of_the_moment() -> None:
    shown = Template("{{ text }}, {{ text|lower }}")

    with translation.override("pl"):
        polish = [str(TEXT), f"{TEXT}", "%s" % TEXT, TEXT.lower(), TEXT + "!"]  # noqa: UP031
        page = shown.render(Context({"text": TEXT}))

    assert polish == ["Uruchom", "Uruchom", "Uruchom", "uruchom", "Uruchom!"]
    assert page == "Uruchom, uruchom"
    assert str(TEXT) == "Launch"


def test_a_label_begins_with_a_large_letter_of_its_translation() -> None:
    label = lazily("state")

    with translation.override("pl"):
        polish = capfirst(label)

    assert (polish, capfirst(label)) == ("Stan", "State")


def test_what_is_made_of_a_text_is_in_the_language_of_the_moment() -> None:
    with translation.override("pl"):
        made = [TEXT[:3], TEXT.upper(), TEXT.replace("m", "M"), TEXT.split("o"), TEXT.strip("U")]
        added = ["! " + TEXT, TEXT * 2]

    assert made == ["Uru", "URUCHOM", "UruchoM", ["Uruch", "m"], "ruchom"]
    assert added == ["! Uruchom", "UruchomUruchom"]


def test_programs_find_the_english_in_every_language() -> None:
    with translation.override("pl"):
        assert {TEXT: 1}["Launch"] == 1
        assert json.dumps(TEXT) == '"Launch"'
        assert TEXT == "Launch"


def test_a_text_with_values_is_translated_with_them() -> None:
    text = lazily("How many to imagine, at most {most}.", most=5)

    with translation.override("pl"):
        assert str(text) == "Ilu założyć, najwyżej 5."
