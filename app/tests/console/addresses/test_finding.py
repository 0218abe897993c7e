"""Whoever may see addresses finds who has one; that they looked is kept, the address is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry
from esmpress.participants.models import Participant
from tests.console.browsers import browser_of
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
ADDRESS = "ola@example.org"
PAGE = reverse("admin:participants_participant_find_by_address")


@pytest.fixture
def ola() -> Participant:
    return make_participant(email=ADDRESS)


def find(client: Client, email: str = ADDRESS, **typed: Any) -> list[int]:
    """Who was found, by their numbers."""
    answer = client.post(PAGE, {"email": email, **typed})
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    assert email not in answer.content.decode()
    return [one.pk for one in answer.context["found"]]


def looks() -> list[tuple[Any, ...]]:
    seen = AuditEntry.objects.filter(act="see", subject_type="participants_participant")
    told = seen.exclude(words="changelist")
    return list(told.values_list("study", "subject", "words"))


@pytest.mark.parametrize("typed", [ADDRESS, "Ola@Example.org", f"  {ADDRESS} "])
def test_who_has_the_address_is_found_and_that_is_told(
    typed: str, admin: Client, ola: Participant
) -> None:
    assert find(admin, typed) == [ola.pk]
    assert looks() == [(ola.study_id, str(ola.pk), "Found by the address.")]


def test_a_part_of_an_address_finds_nobody_and_that_is_told(
    admin: Client, ola: Participant
) -> None:
    assert find(admin, "la@example.org") == []
    assert looks() == [(None, "", "Looked for an address that nobody has.")]


def test_one_study_can_be_chosen(admin: Client, ola: Participant) -> None:
    twin = make_participant(make_study(name="Zzz"), email=ADDRESS)

    assert find(admin, study=twin.study_id) == [twin.pk]
    assert find(admin) == [ola.pk, twin.pk]


def test_nobody_is_found_in_studies_in_which_one_may_not(ola: Participant) -> None:
    own = make_participant(make_study(name="Own"), email=ADDRESS)
    client = browser_of("coordinator", own.study)

    assert find(client) == [own.pk]
    answer = client.post(PAGE, {"email": ADDRESS, "study": ola.study_id})
    assert "Select a valid choice" in answer.content.decode()


def test_an_address_in_the_url_is_not_read(admin: Client, ola: Participant) -> None:
    page = admin.get(PAGE, {"email": ADDRESS})

    assert "P0001" not in page.content.decode()
    assert ADDRESS not in page.content.decode()
    assert looks() == []


def test_what_is_no_address_is_said(admin: Client) -> None:
    answer = admin.post(PAGE, {"email": "ola"})

    assert answer.status_code == 422
    assert "This is not an e-mail address." in answer.content.decode()
    assert looks() == []


@pytest.mark.parametrize(("role", "status"), [("coordinator", 200), ("observer", 403)])
def test_only_whoever_may_see_addresses_looks_for_one(
    role: str, status: int, ola: Participant
) -> None:
    client = browser_of(role, ola.study)
    people = client.get(reverse("admin:participants_participant_changelist")).content.decode()

    assert client.get(PAGE).status_code == status
    assert ("find-by-address" in people) is (status == 200)
