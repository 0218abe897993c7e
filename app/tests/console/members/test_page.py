"""The page of who works in a study."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Membership, Role, Study
from tests.console.browsers import browser_for
from tests.factories import make_member, make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(study: Study) -> Researcher:
    return make_member(study, "owner", name="Olga Owner", email="olga@example.org")


@pytest.fixture
def client(owner: Researcher) -> Client:
    """The owner's browser."""
    return browser_for(owner)


def post(client: Client, study: Study, **fields: object) -> Any:
    return client.post(page_of(study), fields)


def page_of(study: Study) -> str:
    return reverse("admin:studies_study_members", args=[study.pk])


def roles(study: Study) -> dict[str, str]:
    return dict(study.memberships.values_list("researcher__email", "role"))


def test_a_researcher_is_added_by_their_address_in_any_case(client: Client, study: Study) -> None:
    Researcher.objects.create_user("emil@example.org", name="Emil Editor")

    answer = post(client, study, act="add", email="Emil@Example.org", role="editor")

    assert answer.status_code == 302
    assert roles(study) == {"olga@example.org": "owner", "emil@example.org": "editor"}
    assert "Emil Editor was added as editor." in str(LogEntry.objects.get().get_change_message())


def test_who_works_in_the_study_is_not_added_twice(client: Client, study: Study) -> None:
    make_member(study, "analyst", email="ania@example.org")

    answer = post(client, study, act="add", email="ania@example.org", role="owner")

    assert answer.status_code == 422
    assert "works in the study already" in answer.content.decode()
    assert roles(study)["ania@example.org"] == "analyst"


def test_another_role_counts_from_the_next_request(client: Client, study: Study) -> None:
    analyst = make_member(study, "analyst")
    other = browser_for(analyst)
    export = reverse("admin:studies_study_export_csv", args=[study.pk])
    before = other.get(export).status_code

    post(client, study, act="role", member=analyst.pk, role="observer")

    assert (before, other.get(export).status_code) == (200, 403)


def test_who_is_removed_gets_a_clear_page_and_does_nothing(client: Client, study: Study) -> None:
    editor = make_member(study, "editor")
    open_tab = browser_for(editor)
    asked = post(client, study, act="remove", member=editor.pk)
    post(client, study, act="remove", member=editor.pk, sure="1")

    late = open_tab.post(reverse("admin:studies_study_end", args=[study.pk]))

    assert "Remove this member?" in asked.content.decode()
    assert late.status_code == 404
    assert "you do not work in it any more" in late.content.decode()
    assert "nothing of it was kept" in late.content.decode()
    assert Study.objects.get(pk=study.pk).ended_at is None


def test_asking_whether_removes_nobody(client: Client, study: Study) -> None:
    editor = make_member(study, "editor")

    post(client, study, act="remove", member=editor.pk)

    assert editor.email in roles(study)


def test_everybody_can_leave(study: Study, owner: Researcher) -> None:
    observer = make_member(study, "observer")
    own = browser_for(observer)

    answer = post(own, study, act="leave", sure="1")

    assert answer["Location"] == reverse("admin:index")
    assert roles(study) == {"olga@example.org": "owner"}


@pytest.mark.parametrize(
    "fields", [{"act": "leave", "sure": "1"}, {"act": "role", "role": "editor"}]
)
def test_the_last_owner_stays(
    fields: dict[str, str], client: Client, study: Study, owner: Researcher
) -> None:
    make_member(study, "owner", is_active=False)

    answer = post(client, study, member=owner.pk, **fields)

    assert answer.status_code == 409
    assert "the study needs an owner" in answer.content.decode()
    assert roles(study)["olga@example.org"] == "owner"


def test_one_of_two_owners_can_go(client: Client, study: Study) -> None:
    make_member(study, "owner")

    assert post(client, study, act="leave", sure="1").status_code == 302


def test_who_left_meanwhile_is_named_as_gone(client: Client, study: Study) -> None:
    editor = make_member(study, "editor")
    Membership.objects.filter(researcher=editor).delete()

    answer = post(client, study, act="role", member=editor.pk, role="owner")

    assert answer.status_code == 409
    assert "does not work in the study any more" in answer.content.decode()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
@pytest.mark.parametrize("act", ["add", "role", "remove", "withdraw"])
def test_only_owners_change_who_works_there(act: str, role: str, study: Study) -> None:
    member = make_member(study, role, email="member@example.org")
    before = roles(study)
    fields = {"member": member.pk, "role": "owner", "email": "eve@example.org", "sure": "1"}

    answer = post(browser_for(member), study, act=act, **fields)

    assert answer.status_code == 403
    assert "Not with your role" in answer.content.decode()
    assert roles(study) == before


def test_a_member_of_another_study_is_not_changed_from_here(client: Client, study: Study) -> None:
    other = make_study()
    editor = make_member(other, "editor")

    post(client, study, act="remove", member=editor.pk, sure="1")

    assert editor.email in roles(other)


def test_a_role_nobody_knows_is_refused(client: Client, study: Study, owner: Researcher) -> None:
    answer = post(client, study, act="role", member=owner.pk, role="king")

    assert "Choose a role." in answer.content.decode()
    assert roles(study) == {"olga@example.org": "owner"}


def test_a_number_that_is_none_is_not_found(client: Client, study: Study) -> None:
    assert post(client, study, act="role", member="1 or 1=1", role="owner").status_code == 404


def test_who_may_only_look_sees_names_and_no_buttons(study: Study, owner: Researcher) -> None:
    shown = browser_for(make_member(study, "observer")).get(page_of(study)).content.decode()

    assert "Olga Owner" in shown
    assert "Add or invite" not in shown
    assert 'value="remove"' not in shown
    assert 'value="leave"' in shown


def test_no_address_waits_in_a_cookie_or_stands_in_the_history(
    client: Client, study: Study
) -> None:
    Researcher.objects.create_user("nameless@example.org")

    answer = post(client, study, act="add", email="nameless@example.org", role="editor")

    assert "nameless" not in str(answer.cookies)
    assert "nameless" not in str(LogEntry.objects.get().get_change_message())
