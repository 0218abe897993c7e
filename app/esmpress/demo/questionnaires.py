"""The questionnaires of the demo: momentary affect, an evening diary, and who can join."""

from __future__ import annotations

from typing import Any

Texts = dict[str, str]


def _slider(name: str, en: str, pl: str) -> dict[str, Any]:
    return {
        "kind": "slider",
        "name": name,
        "text": {"en": en, "pl": pl},
        "settings": {
            "min": 0,
            "max": 100,
            "min_label": {"en": "not at all", "pl": "wcale"},
            "max_label": {"en": "very much", "pl": "bardzo"},
        },
    }


def _option(value: int, en: str, pl: str) -> dict[str, Any]:
    return {"value": value, "label": {"en": en, "pl": pl}}


MOMENT: dict[str, Any] = {
    "slug": "moment",
    "name": "Momentary affect",
    "title": {"en": "How are you right now?", "pl": "Jak jest teraz?"},
    "introduction": {
        "en": "Think of the moment just before you opened the message.",
        "pl": "Pomyśl o chwili tuż przed otwarciem wiadomości.",
    },
    "items": [
        _slider("happy", "How happy do you feel?", "Na ile czujesz radość?"),
        _slider("relaxed", "How relaxed do you feel?", "Na ile czujesz spokój?"),
        _slider("sad", "How sad do you feel?", "Na ile czujesz smutek?"),
        _slider("irritated", "How irritated do you feel?", "Na ile czujesz rozdrażnienie?"),
        {
            "kind": "single_choice",
            "name": "company",
            "text": {"en": "Who are you with?", "pl": "Z kim teraz jesteś?"},
            "settings": {
                "options": [
                    _option(1, "Nobody, I am alone", "Z nikim, jestem w pojedynkę"),
                    _option(2, "Partner or family", "Z partnerem, partnerką lub rodziną"),
                    _option(3, "Friends", "Z przyjaciółmi lub znajomymi"),
                    _option(4, "People from work or school", "Z ludźmi z pracy lub szkoły"),
                    _option(5, "Somebody else", "Z kimś innym"),
                ]
            },
        },
        {
            "kind": "number",
            "name": "coffee",
            "required": False,
            "text": {
                "en": "How many coffees or teas have you had since the last questionnaire?",
                "pl": "Ile było kaw lub herbat od ostatniej ankiety?",
            },
            "settings": {"min": 0, "max": 20, "unit": {"en": "cups", "pl": "filiżanek"}},
        },
        {
            "kind": "text",
            "name": "event",
            "required": False,
            "text": {
                "en": "Did anything happen that matters to you?",
                "pl": "Czy wydarzyło się coś dla Ciebie ważnego?",
            },
            "help": {
                "en": "Please name no other people.",
                "pl": "Prosimy nie podawać nazwisk innych osób.",
            },
            "settings": {"max_length": 300, "multiline": True},
        },
    ],
}

EVENING: dict[str, Any] = {
    "slug": "evening",
    "name": "Evening diary",
    "title": {"en": "Looking back on today", "pl": "Dzisiejszy dzień"},
    "introduction": {},
    "items": [
        _slider("day_good", "How good was your day?", "Na ile dobry był ten dzień?"),
        _slider("day_stress", "How stressful was your day?", "Na ile stresujący był ten dzień?"),
        {
            "kind": "number",
            "name": "sleep_hours",
            "text": {
                "en": "How many hours did you sleep last night?",
                "pl": "Ile godzin trwał sen ostatniej nocy?",
            },
            "settings": {
                "min": 0,
                "max": 24,
                "decimals": 1,
                "unit": {"en": "hours", "pl": "godzin"},
            },
        },
    ],
}

WHO: dict[str, Any] = {
    "slug": "who-can-join",
    "name": "Who can join",
    "title": {"en": "A question before you join", "pl": "Pytanie przed dołączeniem"},
    "introduction": {},
    "items": [
        {
            "kind": "number",
            "name": "age",
            "text": {"en": "How old are you?", "pl": "Ile masz lat?"},
            "settings": {"min": 0, "max": 120, "unit": {"en": "years", "pl": "lat"}},
        },
    ],
}
