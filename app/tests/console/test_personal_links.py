from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.delivery.models import Letter
from esmpress.participants.models import Participant
from tests.console import forms
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def url_of(act: str, participant: Participant) -> str:
    return reverse(f"admin:participants_participant_{act}", args=[participant.pk])


def test_looking_mails_and_revokes_nothing(admin: Client) -> None:
    participant = make_participant()

    pages = [admin.get(url_of(act, participant)) for act in ("mail_link", "revoke_links")]

    assert [page.status_code for page in pages] == [200, 200]
    assert not Letter.objects.exists()
    assert Participant.objects.get().portal_epoch == 0


def test_a_researcher_mails_the_link_three_times_a_day_at_most(admin: Client) -> None:
    url = url_of("mail_link", make_participant())

    said = [forms.said(admin, url, {}) for _ in range(4)]

    assert ["on its way" in sentence for sentence in said] == [True, True, True, False]
    assert Letter.objects.count() == 3


def test_revoking_counts_on(admin: Client) -> None:
    participant = make_participant()

    said = forms.said(admin, url_of("revoke_links", participant), {})

    assert said == "P0001: the links to their own page are revoked."
    assert Participant.objects.get().portal_epoch == 1


def test_the_page_shows_how_far_a_withdrawal_went(admin: Client, now: datetime) -> None:
    participant = make_participant()
    admin.post(url_of("withdraw", participant), {"level": "exclude"})

    page = admin.get(url_of("change", participant)).content.decode()

    assert "exclude: the answers are left out of every export too" in page
