"""Browsers that somebody with a role is logged in with."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.test import Client

from esmpress.accounts.models import Researcher
from esmpress.studies.members import add_member
from esmpress.studies.models import Study
from tests.factories import LAUNCHED_AT, make_member, make_study


def browser_for(researcher: Researcher) -> Client:
    client = Client()
    client.force_login(researcher)
    return client


def browser_of(role: str, *studies: Study) -> Client:
    """A browser of somebody with this role in these studies, or in every one there is."""
    first, *others = studies or Study.objects.order_by("pk")
    member = make_member(first, role)
    for study in others:
        add_member(study, member, role, given_by=member, now=LAUNCHED_AT)
    return browser_for(member)


def browser_of_nobody(*permissions: str) -> Client:
    """A browser of somebody who works in no study, with these permissions of Django's."""
    stranger = Researcher.objects.create_user("stranger@example.org")
    for permission in permissions:
        app, _, codename = permission.partition(".")
        stranger.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    return browser_for(stranger)


def browser_of_other() -> Client:
    """A browser of the owner of another study."""
    return browser_of("owner", make_study(name="Another study"))
