"""Each act on rows ticked in a list asks its right in the study of each row, at every post."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts.models import Researcher
from esmpress.console.rights.list_acts import DELETE, LIST_ACTS, need_of
from esmpress.console.rights.matrix import addresses
from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.studies.members import add_member
from esmpress.studies.models import Role, Study
from esmpress.studies.rights import RIGHTS_OF
from tests.console.browsers import browser_of
from tests.factories import LAUNCHED_AT, make_participant, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db
PEOPLE = "participants_participant"
LIST = reverse(f"admin:{PEOPLE}_changelist")
ACTS = sorted(LIST_ACTS[PEOPLE])
TYPED: dict[str, dict[str, str]] = {
    "move_many": {"time_zone": "Europe/London"},
    "withdraw_many": {"level": "stop", "sure": "1"},
    "write_many": {"subject": "A word", "body": "The lab is closed.", "send": "1"},
}


@pytest.fixture
def three() -> list[Study]:
    """One's own, one that one only watches, and one of others."""
    return [make_study(name=name) for name in ("Own", "Watched", "Strange")]


def somebody(study: Study, act: str) -> Participant:
    """To whom the act can be done."""
    participant, at = make_participant(study), timezone.now() - timedelta(minutes=10)
    if act == "resume_many":
        stopping.pause(participant, now=at)
    if act == "resend_many":
        make_sent_prompt(participant, scheduled_at=at, open_until=at + timedelta(hours=1))
    return participant


def browser_in(three: list[Study], role: str) -> Client:
    client = browser_of(role, three[0])
    member = Researcher.objects.latest("pk")
    add_member(three[1], member, "observer", given_by=member, now=LAUNCHED_AT)
    return client


def post(client: Client, act: str, people: list[Participant]) -> Any:
    """The second post, as if the page that asks had named them all."""
    is_text = act == "write_many"
    page = reverse(f"admin:{PEOPLE}_{'write_to_many' if is_text else 'act_on_many'}")
    keys = ",".join(str(one.pk) for one in people)
    form = {"act": act.removesuffix("_many"), "people": keys, "key": str(uuid4())}
    return client.post(page, form | TYPED.get(act, {}))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
def test_an_act_reaches_the_rows_of_studies_with_the_right(
    role: Role, act: str, three: list[Study]
) -> None:
    people = [somebody(study, act) for study in three]
    client, need = browser_in(three, role), need_of(PEOPLE, act)
    assert isinstance(need, frozenset)

    post(client, act, people)

    reached = set(LogEntry.objects.values_list("object_id", flat=True))
    assert reached == ({str(people[0].pk)} if need <= RIGHTS_OF[role] else set())


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", Role)
def test_a_list_asks_about_the_rows_of_studies_with_the_right(
    role: Role, act: str, three: list[Study]
) -> None:
    people = [somebody(study, act) for study in three]
    client, need = browser_in(three, role), need_of(PEOPLE, act)
    assert isinstance(need, frozenset)

    page = client.post(LIST, {"action": act, "_selected_action": [one.pk for one in people]})

    asked = page.context and page.context.get("chosen")
    able = [one.pk for one in asked.people] if asked else []
    assert able == ([people[0].pk] if need <= RIGHTS_OF[role] else [])


@pytest.mark.parametrize("role", Role)
def test_drafts_ticked_are_deleted_by_who_may_delete_each(role: Role) -> None:
    own, watched = (make_study(name=name, launched_at=None) for name in ("Own", "Watched"))
    client, page = browser_in([own, watched], role), reverse("admin:studies_study_changelist")
    form = {"action": DELETE, "post": "yes"}

    client.post(page, form | {"_selected_action": [own.pk, watched.pk]})
    kept = Study.objects.count()
    client.post(page, form | {"_selected_action": [own.pk]})

    need = need_of("studies_study", DELETE)
    assert isinstance(need, frozenset)
    assert kept == 2
    assert Study.objects.filter(pk=own.pk).exists() is not (need <= RIGHTS_OF[role])


def test_every_act_of_every_list_stands_in_the_table() -> None:
    # Django reads the Admins with its addresses.
    addresses()

    found = {
        f"{model._meta.app_label}_{model._meta.model_name}": set(model_admin.actions or ())
        for model, model_admin in admin.site._registry.items()
    }

    assert {name: acts for name, acts in found.items() if acts} == {
        model: set(acts) for model, acts in LIST_ACTS.items()
    }
    assert [name for name, _ in admin.site.actions] == [DELETE]
    assert all(need_of(model, DELETE) for model in found)
