"""What the form of a message shows while one types."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from esmpress.delivery.models import MessageTemplate
from esmpress.studies.models import Study
from tests.console.messages import GOOD, url_of

pytestmark = pytest.mark.django_db


def preview(client: Client, study: Study, **typed: str) -> dict[str, Any]:
    answer = client.post(url_of(study, "_preview"), GOOD | typed)
    shown: dict[str, Any] = json.loads(answer.content)
    return shown


def test_the_preview_shows_example_values_in_the_studys_colour(admin: Client, study: Study) -> None:
    shown = preview(admin, study)

    assert shown["subject"].startswith("Your questionnaire, until ")
    assert "{{" not in shown["subject"] + shown["text"] + shown["light"]
    assert "#1d4ed8" in shown["light"]
    assert "Begin" in shown["light"]
    assert "A-LINK-AS-AN-EXAMPLE" in shown["text"]
    assert (shown["faults"], shown["remarks"]) == ([], [])
    assert not MessageTemplate.objects.exists()


def test_the_preview_is_light_or_dark_whatever_the_researcher_has(
    admin: Client, study: Study
) -> None:
    shown = preview(admin, study)

    assert "@media not all{" in shown["light"]
    assert "@media all{" in shown["dark"]
    assert "prefers-color-scheme" not in shown["light"] + shown["dark"]


def test_the_preview_names_faults_while_one_types(admin: Client, study: Study) -> None:
    shown = preview(admin, study, body="{{buton}}")

    assert shown["faults"][0] == "Text: Line 1: {{buton}} is unknown: did you mean {{button}}?"


def test_a_preview_runs_nothing_and_loads_nothing(admin: Client, study: Study) -> None:
    typed = {"body": "<script>alert(1)</script>", "html": '<img src="https://a.b/c">{{link}}'}
    shown = preview(admin, study, **typed)
    page = admin.post(url_of(study), GOOD | typed | {"subject": ""}).content.decode()

    for document in (shown["light"], shown["dark"]):
        assert "default-src 'none'" in document
        assert "<script" not in document
        assert "<img" not in document
    assert page.count('sandbox=""') == 2
    assert "<script>alert" not in page


def test_a_text_far_too_long_is_not_even_tried(admin: Client, study: Study) -> None:
    shown = preview(admin, study, body="{{link}}" * 100_000)

    assert shown["light"] == ""
    assert "at most 20 kB" in shown["faults"][0]


@pytest.mark.parametrize("html", ["<a " * 12_000, "<b lang=x><p>a" * 4_000, "<div>" * 11_000])
def test_html_that_would_cost_a_parser_minutes_is_not_even_tried(
    html: str, admin: Client, study: Study
) -> None:
    shown = preview(admin, study, html="{{link}}" + html)

    assert shown["light"] == ""
    assert shown["faults"][0].startswith("HTML of your own: Line 1: ")
