"""The placeholders researchers write into a message: `{{closing_time}}` and the others."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

from esmpress.lazy_texts import lazily

# Anything in double braces is meant as one, so that a misspelt one is found. Blanks around name
# and label belong to neither; `+` after a quantifier: nothing is ever read twice.
PLACEHOLDER = re.compile(
    r"\{\{\s*+((?:[^{}:\s]|\s++(?=[^{}:\s]))*+)\s*+"
    r"(?::\s*+((?:[^{}\s]|\s++(?=[^{}\s]))*+)\s*+)?\}\}"
)
BRACES = re.compile(r"\{\{|\}\}")
SIMILAR = 0.6


@dataclass(frozen=True)
class Placeholder:
    """One of them: what it stands for, and where it makes sense."""

    name: str
    meaning: str
    in_subject: bool = False
    as_address: bool = False
    takes_label: bool = False

    @property
    def braced(self) -> str:
        """It as it is written."""
        return "{{" + self.name + "}}"


_ALL = (
    Placeholder(
        "button",
        lazily("a button to the questionnaire; {{button: Begin}} gives it your own words"),
        takes_label=True,
    ),
    Placeholder("link", lazily("the participant's own link to the questionnaire"), as_address=True),
    Placeholder(
        "closing_time",
        lazily(
            "until when it can be opened, like 14:35 or Tuesday 21:30, on the participant's clock"
        ),
        in_subject=True,
    ),
    Placeholder("study", lazily("the study's title"), in_subject=True),
    Placeholder("contact_name", lazily("the name of the study's contact"), in_subject=True),
    Placeholder("contact_email", lazily("the address of the study's contact"), as_address=True),
    Placeholder("events", lazily("the links for reporting events, if the study has such")),
    Placeholder("later", lazily("the link “remind me later”, if the study offers it")),
    Placeholder(
        "portal",
        lazily("the link to the participant's own page, good for two weeks"),
        as_address=True,
    ),
    Placeholder("unsubscribe", lazily("the link that ends all messages"), as_address=True),
)
PLACEHOLDERS = {one.name: one for one in _ALL}
# One of these has to be there: a message without a way to the questionnaire is none.
WAYS_IN = ("button", "link")


def names_in(text: str) -> set[str]:
    """The names of all placeholders in a text, known or not."""
    return {found[1] for found in PLACEHOLDER.finditer(text)}


def closest(name: str) -> str:
    """The known name that was probably meant, empty when none is similar."""
    plain = re.sub(r"[\s-]+", "_", name.strip().casefold())
    found = difflib.get_close_matches(plain, PLACEHOLDERS, n=1, cutoff=SIMILAR)
    return found[0] if found else ""
