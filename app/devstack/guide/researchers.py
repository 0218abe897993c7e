"""The team of the guide's study."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Permission

from esmpress.accounts.models import Researcher
from esmpress.studies.members import add_member
from esmpress.studies.models import Role, Study

ANNA = "anna.nowak@example.org"
TEAM = (
    ("ewa.zielinska@example.org", "Ewa Zielińska", Role.COORDINATOR),
    ("tom.baker@example.org", "Tom Baker", Role.ANALYST),
)
# Whoever administers accounts has these beside the role in a study.
PERMISSIONS = ("study", "questionnaire", "researcher", "group", "auditentry")


def make_anna(password: str) -> Researcher:
    """Dr Anna Nowak, who makes studies and administers accounts."""
    anna = Researcher.objects.create_user(ANNA, password, name="Dr Anna Nowak")
    anna.user_permissions.set(Permission.objects.filter(content_type__model__in=PERMISSIONS))
    return anna


def add_team(study: Study, *, given_by: Researcher, now: datetime) -> None:
    """The others; nobody knows their passwords."""
    for email, name, role in TEAM:
        member = Researcher.objects.create_user(email, name=name)
        add_member(study, member, role, given_by=given_by, now=now)
