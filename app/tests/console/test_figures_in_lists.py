from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esmpress.delivery.readdressing import change_address
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from tests.delivery.builders import make_notification
from tests.factories import SCHEDULED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
PEOPLE = reverse("admin:participants_participant_changelist")
STUDIES = reverse("admin:studies_study_changelist")
FIRST_PAGE = reverse("admin:index")
MISSED = {"status": "expired"}
ANSWERED = {"status": "answered", "answered_at": SCHEDULED_AT + timedelta(minutes=7)}


def add(participant: Participant, *fates: dict[str, Any], **message: Any) -> None:
    """A prompt of each fate, with its invitation."""
    for fate in fates:
        make_notification(make_prompt(participant, **fate), **{"status": "accepted"} | message)


def cells(client: Client, column: str) -> list[str]:
    """What stands in a column of the list of participants, by number."""
    page = client.get(PEOPLE).content.decode()
    found = re.findall(rf'<td class="[^"]*field-{column}[^"]*"[^>]*>(.*?)</td>', page, re.DOTALL)
    return [re.sub(r"<[^>]*>", "", cell).strip().replace("\u00a0", " ") for cell in found]


def test_the_list_tells_compliance_last_answer_and_bounces(admin: Client, study: Study) -> None:
    first, second, _ = (make_participant(study) for _ in range(3))
    add(first, ANSWERED, ANSWERED, MISSED)
    later = {"status": "answered", "answered_at": SCHEDULED_AT + timedelta(days=1)}
    make_prompt(first, trigger="event", **later)
    add(second, MISSED, MISSED, status="bounced")
    make_notification(second.prompts.latest("pk"), kind="reminder_1", status="bounced")

    assert cells(admin, "compliance") == ["67% (2 of 3)", "0% (0 of 2)", "–"]
    assert cells(admin, "last_answer") == ["Tue 12 Jan 2027, 10:00", "–", "–"]
    assert cells(admin, "bounces") == ["–", "3", "–"]


def test_what_came_back_from_an_address_of_before_is_not_counted(
    admin: Client, study: Study
) -> None:
    moved = make_participant(study)
    add(moved, MISSED, MISSED, status="bounced")
    change_address(moved, "new@example.org", now=SCHEDULED_AT + timedelta(hours=1))
    add(moved, MISSED, status="bounced", claimed_at=SCHEDULED_AT + timedelta(hours=2))

    assert cells(admin, "bounces") == ["1"]


def test_whoever_is_left_out_of_exports_has_no_compliance(admin: Client, study: Study) -> None:
    add(make_participant(study), ANSWERED)
    Participant.objects.update(
        status="withdrawn", withdrawn_at=SCHEDULED_AT, withdrawal_level="exclude"
    )

    assert cells(admin, "compliance") == ["–"]


@pytest.mark.parametrize("address", [PEOPLE, STUDIES, FIRST_PAGE])
def test_rows_cost_no_statements(address: str, admin: Client) -> None:
    # A first look is told to the audit trail.
    admin.get(address)
    counts = []
    for rows in (1, 6):
        for _ in range(rows):
            add(make_participant(make_study()), ANSWERED, MISSED)
        with CaptureQueriesContext(connection) as seen:
            assert admin.get(address).status_code == 200
        counts.append(len(seen))

    assert counts[0] == counts[1]


def test_the_first_page_tells_each_study_apart(admin: Client) -> None:
    add(make_participant(make_study()), ANSWERED)
    reporting = make_participant(make_study())
    add(reporting, MISSED, MISSED)
    make_prompt(reporting, trigger="event", **ANSWERED)
    make_participant(make_study())

    page = admin.get(FIRST_PAGE).content.decode()

    assert "1 answered, 0 missed, 0 ahead (compliance 100%)<" in page
    assert "0 answered, 2 missed, 0 ahead (compliance 0%), 1 reported<" in page
    assert "Running; 1 participant enrolled; prompts: 0 answered, 0 missed, 0 ahead<" in page


def test_a_draft_has_no_compliance_to_look_at(admin: Client) -> None:
    draft, running = make_study(launched_at=None), make_study()

    page = admin.get(FIRST_PAGE).content.decode()

    links = [
        reverse("admin:studies_study_compliance", args=[study.pk]) in page
        for study in (draft, running)
    ]
    assert links == [False, True]
