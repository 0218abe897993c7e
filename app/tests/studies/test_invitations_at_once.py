"""Two invitations of one address in the same instant: neither is an error."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TypeVar

import pytest
from django.db import transaction

from esmpress.accounts.models import Researcher
from esmpress.studies.invitations import accept, invite
from esmpress.studies.models import Invitation, Study
from tests.delivery.builders import as_worker
from tests.factories import make_member, make_study
from tests.prompts.test_waiting import wait_until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
ADDRESS = "New@example.org"
T = TypeVar("T")


def invited(study: Study, address: str = ADDRESS, role: str = "editor") -> Invitation:
    return invite(study, address, role, invited_by=make_member(study), now=NOW)


def taken(invitation: Invitation, name: str) -> Researcher:
    return accept(invitation, name=name, password=f"of {name}, long enough", now=NOW)


def second_of_two(first: Callable[[], object], second: Callable[[], T]) -> T:
    """What the second gets who waits until the first is done."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            first()
            waiting = pool.submit(as_worker, second)
            wait_until_somebody_waits()
        return waiting.result(timeout=60)


def test_two_invitations_taken_at_once_make_one_account_with_both_roles() -> None:
    one, other = invited(make_study()), invited(make_study(), ADDRESS.lower(), "observer")

    made = second_of_two(lambda: taken(one, "first"), lambda: taken(other, "second"))

    assert made == Researcher.objects.with_address(ADDRESS).get()
    assert made.check_password("of first, long enough")
    assert set(made.memberships.values_list("study", "role")) == {
        (one.study_id, "editor"),
        (other.study_id, "observer"),
    }
    assert not Invitation.objects.exists()


def test_of_two_who_invite_an_address_at_once_the_second_replaces_the_first() -> None:
    study = make_study()
    owner = make_member(study)

    second_of_two(
        lambda: invite(study, ADDRESS, "editor", invited_by=owner, now=NOW),
        lambda: invite(study, ADDRESS.lower(), "observer", invited_by=owner, now=NOW),
    )

    assert study.invitations.get().role == "observer"
