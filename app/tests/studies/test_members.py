"""A study that has an owner keeps one, also when two act at once."""

from __future__ import annotations

from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from esmpress.studies.members import LastOwner, change_role, remove_member
from esmpress.studies.models import Membership, Role, Study
from esmpress.studies.rights import RIGHTS_OF, Right
from tests.factories import LAUNCHED_AT, make_member, make_study


@pytest.mark.django_db
def test_every_role_stands_in_the_table_and_only_owners_manage() -> None:
    assert set(RIGHTS_OF) == set(Role)
    assert RIGHTS_OF[Role.OWNER] == set(Right)
    for right in (Right.MANAGE_MEMBERS, Right.DELETE):
        assert [role for role in Role if right in RIGHTS_OF[role]] == [Role.OWNER]


@pytest.mark.django_db
def test_an_observer_sees_no_outcomes() -> None:
    hidden = {Right.SEE_ANSWERS, Right.EXPORT, Right.SEE_ARMS, Right.SEE_ADDRESSES}

    assert RIGHTS_OF[Role.OBSERVER].isdisjoint(hidden)


@pytest.mark.django_db
def test_the_database_refuses_a_second_role_and_one_nobody_knows() -> None:
    study = make_study()
    member = make_member(study, "editor")

    for role in ("owner", "king"):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(study=study, researcher=member, role=role, since=LAUNCHED_AT)


@pytest.mark.django_db
def test_an_account_with_a_role_is_not_deleted_below_its_study() -> None:
    owner = make_member(make_study())

    with pytest.raises(ProtectedError):
        owner.delete()


@pytest.mark.django_db
def test_a_draft_goes_with_its_members() -> None:
    study = make_study(launched_at=None)
    make_member(study)

    study.delete()

    assert not Membership.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_owners_who_go_at_once_one_stays() -> None:
    study = make_study()
    first, second = make_member(study), make_member(study)
    refused: list[int] = []
    other = Thread(target=go, args=(study, second.pk, refused))

    with transaction.atomic():
        remove_member(study, first.pk)
        other.start()
        # Until it waits for us; one that does not wait ends, and nobody would be left.
        while other.is_alive() and not somebody_waits():
            pass
    other.join()

    assert refused == [second.pk]
    assert study.memberships.get().researcher_id == second.pk


def go(study: Study, researcher_id: int, refused: list[int]) -> None:
    try:
        remove_member(study, researcher_id)
    except LastOwner:
        refused.append(researcher_id)
    finally:
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db
def test_an_owner_who_cannot_log_in_does_not_count() -> None:
    study = make_study()
    owner = make_member(study)
    make_member(study, is_active=False)

    with pytest.raises(LastOwner):
        change_role(study, owner.pk, Role.EDITOR, given_by=owner, now=LAUNCHED_AT)
