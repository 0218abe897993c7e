"""A draft with an item of every kind, and the addresses of its pages in the Admin."""

from __future__ import annotations

import base64
from typing import Any

from django.urls import reverse

from esmpress.questionnaires.models import DraftItem, Questionnaire

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
IMAGE = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
_PREFIX = "admin:questionnaires_questionnaire"


def both(en: str, pl: str) -> dict[str, str]:
    return {"en": en, "pl": pl}


OPTIONS = [
    {"value": 1, "label": both("one", "jeden"), "fixed": True},
    {"value": 2, "label": both("two", "dwa")},
    {"value": 3, "label": both("three", "trzy")},
]
PLAIN = [{"value": one["value"], "label": one["label"]} for one in OPTIONS]
ENDS = {"min_label": both("not at all", "wcale"), "max_label": both("very much", "bardzo")}
SIDES = {side: both(side, f"{side} pl") for side in ("left", "right", "bottom", "top")}
SETTINGS: dict[str, dict[str, Any]] = {
    "single_choice": {"options": OPTIONS, "look": "buttons", "shuffle": True},
    "multiple_choice": {
        "options": [*PLAIN[:2], {**PLAIN[2], "exclusive": True}],
        "min_chosen": 1,
        "max_chosen": 2,
    },
    "likert": {"options": [PLAIN[0], {"value": 2, "label": None}, PLAIN[2]]},
    "matrix": {
        "rows": [{"name": "calm", "text": both("calm", "spokój")}],
        "options": PLAIN,
        "shuffle": True,
    },
    "slider": {**ENDS, "min": 0.0, "max": 10.0, "step": 0.5, "show_value": True},
    "affect_grid": {"labels": SIDES, "size": 7},
    "number": {"min": 0.0, "max": 24.0, "decimals": 1, "step": 0.5, "unit": both("h", "godz.")},
    "text": {"max_length": 300, "multiline": True},
    "yes_no": {"yes_label": both("I did", "Tak, to ja")},
    "date": {"earliest": "2027-01-01", "latest": "2027-12-31"},
    "time": {"step_minutes": 15},
    "duration": {"min_minutes": 5, "max_minutes": 65, "step_minutes": 10},
    "ranking": {"options": OPTIONS, "top": 2, "shuffle": True},
    "image_choice": {
        "options": [{**PLAIN[0], "image": IMAGE}, {**PLAIN[1], "image": IMAGE}],
        "shuffle": True,
    },
    "photo": {"max_megabytes": 2},
    "consent": {},
    "information": {},
    "computed": {"formula": "slider * 2"},
}
_NEVER_REQUIRED = ("information", "computed")


def make_draft(*kinds: str, **fields: Any) -> Questionnaire:
    """A questionnaire with an item of each kind, named after it, on one page."""
    questionnaire = Questionnaire.objects.create(
        name="Moment", slug="moment", title=both("Now", "Teraz")
    )
    for kind in kinds:
        add(questionnaire, kind, kind, **fields)
    return questionnaire


def add(to: Questionnaire, kind: str, name: str, **fields: Any) -> DraftItem:
    """An item of a kind, at the end."""
    defaults = {
        "text": both(f"{name}?", f"{name}, proszę?"),
        "settings": SETTINGS[kind],
        "required": kind not in _NEVER_REQUIRED,
    }
    return to.add_item(kind=kind, name=name, **defaults | fields)


def url(page: str, *args: int) -> str:
    """The address of a page of the draft."""
    return reverse(f"{_PREFIX}_{page}", args=args)


def names(questionnaire: Questionnaire) -> list[list[str]]:
    """The names of the items, page by page."""
    return [
        [item.name for item in page.items.order_by("position")]
        for page in questionnaire.draft_pages.all()
    ]
