"""Giving, changing and taking roles in a study; one that has an owner keeps one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from esmpress.accounts.models import Researcher
from esmpress.studies.models import Invitation, Membership, Role, Study
from esmpress.studies.rights import RIGHTS_OF, Right


class LastOwner(Exception):
    """The study would be left without an owner; nothing was changed."""


class NoMember(Exception):
    """The researcher has no role in the study, or not any more."""


class AlreadyMember(Exception):
    """The researcher has a role in the study; nothing was changed."""


def make_owner(study: Study, researcher: Researcher, *, now: datetime) -> None:
    """Whoever sets a study up owns it."""
    Membership.objects.get_or_create(
        study=study,
        researcher=researcher,
        defaults={"role": Role.OWNER, "since": now, "given_by": researcher},
    )


def add_member(
    study: Study, researcher: Researcher, role: str, *, given_by: Researcher, now: datetime
) -> None:
    """Give a researcher a role; raises AlreadyMember for who has one."""
    _, is_new = Membership.objects.get_or_create(
        study=study,
        researcher=researcher,
        defaults={"role": role, "since": now, "given_by": given_by},
    )
    if not is_new:
        raise AlreadyMember


@transaction.atomic
def change_role(
    study: Study, researcher_id: int, role: str, *, given_by: Researcher, now: datetime
) -> None:
    """Give a member another role, from now on; raises LastOwner, or NoMember.

    Who does not manage members any more takes their invitations back.
    """
    members = _lock(study, researcher_id)
    if role != Role.OWNER:
        members = members.filter(_keeps_an_owner())
    if not members.update(role=role, since=now, given_by=given_by):
        raise LastOwner
    if Right.MANAGE_MEMBERS not in RIGHTS_OF[Role(role)]:
        _withdraw_invitations(study, researcher_id)


@transaction.atomic
def remove_member(study: Study, researcher_id: int) -> None:
    """Take the role and the invitations from a member; raises LastOwner, or NoMember."""
    deleted, _ = _lock(study, researcher_id).filter(_keeps_an_owner()).delete()
    if not deleted:
        raise LastOwner
    _withdraw_invitations(study, researcher_id)


def _lock(study: Study, researcher_id: int) -> QuerySet[Membership]:
    """The membership; who else changes one of the study waits until this is settled."""
    Study.objects.select_for_update().get(pk=study.pk)
    members = Membership.objects.filter(study=study, researcher=researcher_id)
    if not members.exists():
        raise NoMember
    return members


def _withdraw_invitations(study: Study, researcher_id: int) -> None:
    """What somebody offered goes with their right to offer it; they could come back by it."""
    Invitation.objects.filter(study=study, invited_by=researcher_id).delete()


def _keeps_an_owner() -> Q:
    """Whether the study has an owner without this row: one who can log in."""
    others = Membership.objects.filter(
        study=OuterRef("study"), role=Role.OWNER, researcher__is_active=True
    ).exclude(pk=OuterRef("pk"))
    return ~Q(role=Role.OWNER) | Q(Exists(others))
