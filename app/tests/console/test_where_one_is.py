"""What stands above a page says where one is, in the words of the sidebar."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import Study
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db


def trail_of(client: Client, name: str, *args: object) -> list[str]:
    """The steps above a page."""
    page = client.get(reverse(f"admin:{name}", args=args)).content.decode()
    header = page.partition('id="header-inner"')[2].partition(">")[2].partition("</h1>")[0]
    words = re.sub(r"<[^>]*>", "\n", header.replace("chevron_right", ""))
    steps = [line.strip() for line in words.splitlines() if line.strip()]
    return [step for step in steps if step not in ("dock_to_right", "arrow_back", "menu")]


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("accounts_researcher_changelist", "Researchers"),
        ("auth_group_changelist", "Groups"),
        ("accounts_auditentry_changelist", "Audit trail"),
        ("delivery_notification_changelist", "Notifications"),
        ("prompts_prompt_changelist", "Prompts"),
    ],
)
def test_a_list_is_called_as_in_the_sidebar(name: str, step: str, admin: Client) -> None:
    page = admin.get(reverse("admin:index")).content.decode()

    assert trail_of(admin, name) == [step]
    assert re.search(rf">\s*{step}\s*<", page)


def test_a_row_stands_below_its_list(admin: Client, study: Study) -> None:
    prompt = make_prompt(make_participant(study))

    assert trail_of(admin, "prompts_prompt_change", prompt.pk) == ["Prompts", str(prompt)]


def test_a_new_version_stands_below_its_study(admin: Client) -> None:
    study = make_study()
    schedule = study.schedules.get()

    trail = trail_of(admin, "studies_schedule_new_version", schedule.pk)

    assert trail == ["Studies", study.name, schedule.name, "New version"]
