from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.delivery.builders import make_notification
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("page", "name"),
    [
        ("studies_study_delivery", "Delivery"),
        ("studies_study_preflight", "Pre-flight"),
        ("studies_study_preview", "Preview"),
        ("studies_study_methods_text", "Methods text"),
        ("studies_study_export_file", "Export as a file"),
        ("studies_study_add_participants", "Add participants"),
        ("studies_study_message_acts", "Do not send"),
        ("studies_study_history", "History"),
        ("participants_participant_timeline", "Timeline"),
        ("participants_participant_history", "History"),
    ],
)
def test_a_page_says_where_it_is_and_leads_back(page: str, name: str, admin: Client) -> None:
    participant = make_participant(make_study(name="Affect week"))
    row = make_notification(make_prompt(participant))
    study = participant.study
    subject = study if page.startswith("studies") else participant
    model = "_".join(page.split("_")[:2])

    url = reverse(f"admin:{page}", args=[subject.pk])
    shown = admin.get(url, {"act": "call_off", "row": str(row.pk)}).content.decode()

    title = re.search("<title>(.*?)</title>", shown, re.DOTALL)
    trail = re.search('aria-label="You are here">(.*?)</nav>', shown, re.DOTALL)
    assert title is not None
    assert trail is not None
    assert title[1].strip().startswith(f"{name} | {subject}")
    assert "Affect week" in title[1]
    assert re.findall('href="(.*?)"', trail[1]) == [
        reverse(f"admin:{model}_changelist"),
        reverse(f"admin:{model}_change", args=[subject.pk]),
    ]
    assert f'aria-current="page">{name}</h1>' in trail[1]


@pytest.mark.parametrize("model", ["studies_study", "participants_participant"])
def test_the_page_of_an_object_says_so_once(model: str, admin: Client) -> None:
    participant = make_participant()
    subject = participant if model.startswith("participants") else participant.study

    shown = admin.get(reverse(f"admin:{model}_change", args=[subject.pk])).content.decode()

    trail = re.search('aria-label="You are here">(.*?)</nav>', shown, re.DOTALL)
    assert trail is not None
    assert re.findall('href="(.*?)"', trail[1]) == [reverse(f"admin:{model}_changelist")]
    assert f'aria-current="page">{subject}</h1>' in trail[1]
