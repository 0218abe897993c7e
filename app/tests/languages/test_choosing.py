from __future__ import annotations

import pytest

from esmpress.languages.choosing import accepted_language, language_of, name_in_english


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("pl-PL,pl;q=0.9,en;q=0.8", "pl"),
        ("fi;q=0.9, en;q=0.3, PL;q=0.5", "pl"),
        ("fi,de-AT;q=0.9,en;q=0.3", "de"),
        ("pl;q=much,de;q=0.1", "de"),
        ("fi", "en"),
        ("", "en"),
    ],
)
def test_the_first_language_of_the_browser_that_is_known_is_taken(header: str, code: str) -> None:
    assert accepted_language(header).code == code


def test_who_speaks_another_language_is_spoken_to_in_english() -> None:
    assert (language_of("de").code, language_of("fi").code) == ("de", "en")


def test_researchers_read_names_in_english() -> None:
    assert (name_in_english("pl"), name_in_english("fi")) == ("Polish", "fi")
