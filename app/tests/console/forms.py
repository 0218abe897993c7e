"""Fills in the Admin's forms: what a browser would post."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from esmpress.questionnaires.models import Questionnaire
from esmpress.sampling.day_windows import WEEKDAYS

Fields = dict[str, Any]


def texts(name: str, en: str, pl: str) -> Fields:
    """A text in English and Polish."""
    return {f"{name}_en": en, f"{name}_pl": pl}


def inline(prefix: str, *forms: Fields) -> Fields:
    """An inline formset of new rows."""
    posted: Fields = {f"{prefix}-TOTAL_FORMS": len(forms), f"{prefix}-INITIAL_FORMS": 0}
    for number, form in enumerate(forms):
        posted |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return posted


def item(name: str, kind: str, **fields: Any) -> Fields:
    """A new item of a questionnaire's draft."""
    asked = texts("text", f"{name}?", f"{name}, proszę?")
    return {"name": name, "kind": kind, "when_skipped": "required", **asked, **fields}


SLIDER = item(
    "stress",
    "slider",
    min="0",
    max="10",
    step="0.5",
    **texts("min_label", "not at all", "wcale"),
    **texts("max_label", "very much", "bardzo"),
)
CHOICE = item(
    "company", "single_choice", **texts("options", "1 = Alone\n2 = Not", "1 = Sam\n2 = Nie")
)
NUMBER = item("sleep", "number", min="0", max="24", decimals="1", **texts("unit", "h", "godz."))
TEXT = item("note", "text", max_length="300", multiline="on")


def questionnaire(**fields: Any) -> Fields:
    """A new questionnaire; its items come afterwards."""
    return {
        "name": "Moment",
        "slug": "moment",
        **texts("title", "How are you?", "Jak jest?"),
        **texts("introduction", "", ""),
        "presentation": "page",
        **inline("draft_rotations"),
        **inline("versions"),
        **fields,
    }


def add_questionnaire(client: Client, *items: Fields) -> Questionnaire:
    """A questionnaire with these items, made by its forms."""
    client.post(reverse("admin:questionnaires_questionnaire_add"), questionnaire())
    made = Questionnaire.objects.get()
    for one in items:
        add_item(client, made, one)
    return made


def add_item(client: Client, to: Questionnaire, fields: Fields) -> Any:
    """What the form of a new item answers."""
    address = reverse("admin:questionnaires_questionnaire_item_add", args=[to.pk])
    return client.post(f"{address}?kind={fields['kind']}", fields)


def windows(*rows: tuple[str, str, str], name: str = "windows") -> Fields:
    """Rows of weekdays, from and to, with the empty rows below them that a browser posts too."""
    empty = [(weekday, "", "") for weekday in WEEKDAYS[len(rows) :]]
    parts = (part for row in (*rows, *empty) for part in row)
    return {f"{name}_{place}": part for place, part in enumerate(parts)}


DAYTIME = windows(("every_day", "09:00", "21:00"))
NO_WINDOWS = windows()


def scheme(**fields: Any) -> Fields:
    """The fields of a scheme with random prompts."""
    return {
        "kind": "random_in_blocks",
        "days": "7",
        **DAYTIME,
        "blocks": "4",
        "min_gap_minutes": "45",
        "response_window_minutes": "30",
        "reminders": "10",
        **fields,
    }


def schedule(questionnaire_id: int, **fields: Any) -> Fields:
    """A new schedule with random prompts."""
    return {"name": "moments", "questionnaire": questionnaire_id, **scheme(**fields)}


def fixed_schedule(questionnaire_id: int, **fields: Any) -> Fields:
    """A new schedule with fixed times; what the hidden fields still hold does not count."""
    return schedule(
        questionnaire_id,
        **{"name": "evening", "kind": "fixed", "times": "20:30", "min_gap_minutes": ""} | fields,
    )


def study(*schedules: Fields, **fields: Any) -> Fields:
    """A new study with these schedules."""
    return {
        "name": "Affect week",
        "slug": "affect",
        **texts("title", "A week of feelings", "Tydzień z emocjami"),
        "languages": ["en", "pl"],
        "time_zone": "Europe/Warsaw",
        "contact_name": "Dr Nowak",
        "contact_email": "nowak@example.org",
        "start_rule": "next_day",
        "travel_rule": "next_day",
        "mail_color": "#0f5c5c",
        "snooze_minutes": "0",
        "reminders_until": "opened",
        **inline("arms"),
        **inline("phases"),
        **inline("schedules", *schedules),
        **fields,
    }


def said(client: Client, url: str, posted: Fields) -> str:
    """What the last message after a post says to the researcher."""
    response = client.post(url, posted)
    return str(list(get_messages(response.wsgi_request))[-1])
