from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Schedule, Study
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db


def page_of(name: str, pk: int) -> str:
    return reverse(f"admin:{name}", args=[pk])


def test_looking_at_the_page_that_ends_a_study_ends_nothing(admin: Client) -> None:
    study = make_study()

    page = admin.get(page_of("studies_study_end", study.pk))

    study.refresh_from_db()
    assert "cannot be undone" in page.content.decode()
    assert study.is_running


def test_ending_a_study_cancels_what_was_planned(admin: Client) -> None:
    study = make_study(launched_at=datetime(2026, 1, 1, tzinfo=UTC))
    prompt = make_prompt(make_participant(study))

    page = admin.post(page_of("studies_study_end", study.pk), follow=True)

    study.refresh_from_db()
    prompt.refresh_from_db()
    assert "has ended; 1 prompt cancelled" in page.content.decode()
    assert study.ended_at is not None
    assert (prompt.status, prompt.status_reason) == (Prompt.Status.CANCELLED, "study_ended")


def test_a_study_that_does_not_run_cannot_be_ended(admin: Client) -> None:
    study = make_study(launched_at=None)

    admin.post(page_of("studies_study_end", study.pk))

    assert Study.objects.get().ended_at is None


def test_mail_is_sent_again_only_after_a_click(admin: Client, now: datetime) -> None:
    participant = make_participant()
    Participant.objects.update(unsubscribed_at=now)
    address = page_of("participants_participant_send_mail_again", participant.pk)

    asked = admin.get(address)
    before = Participant.objects.get().unsubscribed_at
    admin.post(address)

    assert "Only if this participant asked you to" in asked.content.decode()
    assert before == now
    assert Participant.objects.get().unsubscribed_at is None


def test_the_launch_page_refuses_schedules_that_cannot_keep_their_gap(admin: Client) -> None:
    study = make_study(scheme=FIXED | {"min_gap_minutes": 45}, launched_at=None)
    Schedule.objects.create(
        study=study,
        name="evening",
        questionnaire=study.schedules.get().questionnaire,
        scheme=FIXED | {"times": ["16:30"]},
    )

    page = admin.get(page_of("studies_study_launch", study.pk)).content.decode()

    assert "“moments” and “evening” ask 30 minutes apart" in page
    assert ">Launch</button>" not in page
