from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import Questionnaire
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.studies.models import Study
from tests.console import forms

pytestmark = pytest.mark.django_db
ADD_STUDY = reverse("admin:studies_study_add")


def add_questionnaire(admin: Client) -> Questionnaire:
    items = (forms.SLIDER, forms.CHOICE, forms.NUMBER, forms.TEXT)
    questionnaire = forms.add_questionnaire(admin, *items)
    admin.post(reverse("admin:questionnaires_questionnaire_publish", args=[questionnaire.pk]))
    return questionnaire


def test_a_questionnaire_with_all_kinds_of_items_is_made_by_forms(admin: Client) -> None:
    questionnaire = add_questionnaire(admin)

    items = {item.name: item for item in questionnaire.versions.get().parsed().items}
    assert list(items) == ["stress", "company", "sleep", "note"]
    assert items["stress"].model_dump(exclude={"text"}, exclude_defaults=True) == {
        "name": "stress",
        "max": 10,
        "step": 0.5,
        "min_label": {"en": "not at all", "pl": "wcale"},
        "max_label": {"en": "very much", "pl": "bardzo"},
    }
    assert items["company"].model_dump()["options"] == (
        {"value": 1, "label": {"en": "Alone", "pl": "Sam"}, "fixed": False},
        {"value": 2, "label": {"en": "Not", "pl": "Nie"}, "fixed": False},
    )
    assert items["sleep"].model_dump()["unit"] == {"en": "h", "pl": "godz."}
    assert items["note"].model_dump(include={"max_length", "multiline"}) == {
        "max_length": 300,
        "multiline": True,
    }


def test_a_study_is_set_up_and_launched_by_forms_alone(admin: Client) -> None:
    questionnaire = add_questionnaire(admin)
    schedules = (forms.schedule(questionnaire.pk), forms.fixed_schedule(questionnaire.pk))
    admin.post(ADD_STUDY, forms.study(*schedules))
    study = Study.objects.get()
    lines = "ola@example.org\njan@example.org, pl, Europe/London"
    admin.post(reverse("admin:studies_study_add_participants", args=[study.pk]), {"lines": lines})

    said = forms.said(admin, reverse("admin:studies_study_launch", args=[study.pk]), {})

    assert said.startswith("“Affect week” runs:")
    assert [person.code for person in Participant.objects.all()] == ["P0001", "P0002"]
    assert set(Prompt.objects.values_list("participant__number", "schedule__name")) == {
        (number, name) for number in (1, 2) for name in ("moments", "evening")
    }


def test_the_forms_of_a_study_make_the_schemes_a_researcher_means(admin: Client) -> None:
    questionnaire = add_questionnaire(admin)
    schedules = (forms.schedule(questionnaire.pk), forms.fixed_schedule(questionnaire.pk))

    admin.post(ADD_STUDY, forms.study(*schedules))

    random, fixed = (schedule.scheme for schedule in Study.objects.get().schedules.all())
    assert random == {
        "kind": "random_in_blocks",
        "days": 7,
        "blocks": 4,
        "windows": [{"weekdays": list(WEEKDAYS), "from": "09:00", "to": "21:00"}],
        "min_gap_minutes": 45,
        "response_window_minutes": 30,
        "reminders": [10],
    }
    assert fixed == {
        "kind": "fixed",
        "days": 7,
        "times": ["20:30"],
        "windows": [{"weekdays": list(WEEKDAYS), "from": "09:00", "to": "21:00"}],
        "response_window_minutes": 30,
        "reminders": [10],
    }


def test_a_participant_is_added_one_by_one(admin: Client) -> None:
    questionnaire = add_questionnaire(admin)
    admin.post(ADD_STUDY, forms.study(forms.schedule(questionnaire.pk)))
    study = Study.objects.get()
    admin.post(reverse("admin:studies_study_launch", args=[study.pk]))

    admin.post(
        reverse("admin:participants_participant_add"),
        {"study": study.pk, "email": "ola@example.org", "language": "pl", "time_zone": ""},
    )

    participant = Participant.objects.get()
    assert participant.contact.email == "ola@example.org"
    assert participant.time_zone == "Europe/Warsaw"
    assert participant.prompts.exists()


def test_a_new_item_comes_after_those_that_are_there(admin: Client) -> None:
    questionnaire = forms.add_questionnaire(admin, forms.SLIDER, forms.TEXT)

    forms.add_item(admin, questionnaire, forms.NUMBER)

    names = [item.name for item in questionnaire.draft_items.all()]
    assert names == ["stress", "note", "sleep"]
