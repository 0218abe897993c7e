"""The migration gives who worked by permissions a role that shows them no more than they saw."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Membership
from tests.factories import make_questionnaire, make_study

pytestmark = pytest.mark.django_db
migration = import_module("esmpress.studies.migrations.0010_members_of_existing_studies")
LOOK = ("view_study", "view_participant", "view_prompt", "view_notification")
EXPECTED = {
    ("editor", *LOOK, "change_study"): "editor",
    ("analyst", *LOOK, "view_response", "view_allocation"): "analyst",
    ("coordinator", *LOOK, "add_participant", "change_participant"): "coordinator",
    ("observer", *LOOK): "observer",
    # Who saw answers and no arms fits no role that shows answers.
    ("blind", *LOOK, "view_response"): "observer",
    ("helper", "view_study"): None,
    (
        "owner",
        *LOOK,
        "change_study",
        "delete_study",
        "add_participant",
        "change_participant",
        "view_allocation",
        "view_response",
    ): "owner",
}


def researcher_with(name: str, *codenames: str, by_group: bool = False) -> Researcher:
    researcher = Researcher.objects.create_user(f"{name}@example.org")
    found = Permission.objects.filter(codename__in=codenames)
    if by_group:
        group = Group.objects.create(name=name)
        group.permissions.set(found)
        researcher.groups.add(group)
    else:
        researcher.user_permissions.set(found)
    return researcher


def role_of(researcher: Researcher) -> str | None:
    roles = set(Membership.objects.filter(researcher=researcher).values_list("role", flat=True))
    return roles.pop() if roles else None


@pytest.mark.parametrize("by_group", [False, True])
@pytest.mark.parametrize(("given", "role"), EXPECTED.items(), ids=[one[0] for one in EXPECTED])
def test_permissions_of_before_become_a_role(
    given: tuple[str, ...], role: str | None, by_group: bool
) -> None:
    make_study()
    researcher = researcher_with(*given, by_group=by_group)

    migration.give_roles(apps, connection.schema_editor())

    assert role_of(researcher) == role


def test_a_superuser_owns_every_study_and_who_cannot_log_in_gets_nothing() -> None:
    studies = [make_study(), make_study()]
    superuser = Researcher.objects.create_superuser("root@example.org")
    gone = Researcher.objects.create_superuser("gone@example.org", is_active=False)

    migration.give_roles(apps, connection.schema_editor())

    owned = Membership.objects.filter(researcher=superuser, role="owner")
    assert set(owned.values_list("study", flat=True)) == {one.pk for one in studies}
    assert role_of(gone) is None


def test_makers_of_questionnaires_come_from_the_history() -> None:
    made, unknown = make_questionnaire(), make_questionnaire()
    maker = Researcher.objects.create_user("maker@example.org")
    LogEntry.objects.log_actions(maker.pk, [made], ADDITION, change_message="Added.")

    migration.name_makers(apps, connection.schema_editor())

    for one in (made, unknown):
        one.refresh_from_db()
    assert (made.made_by, unknown.made_by) == (maker, None)
