"""What people do about alerts; of two at once the first counts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from esmpress.accounts.models import Researcher
from esmpress.alerts.models import Alert
from esmpress.studies.models import Membership
from esmpress.studies.rights import RIGHTS_OF, Right


class HandledBefore(Exception):
    """Somebody else was first; nothing was changed."""


class NotTheirs(Exception):
    """Who it was to be given to may not act on people of the study, or works there no more."""


def acknowledge(alert: Alert, *, note: str, by: Researcher, now: datetime) -> None:
    """Say that somebody looks after it, once; raises HandledBefore."""
    waiting = Alert.objects.filter(pk=alert.pk, acknowledged_at__isnull=True, done_at__isnull=True)
    if not waiting.update(acknowledged_at=now, acknowledged_by=by, note=note):
        raise HandledBefore


def mark_done(alert: Alert, *, by: Researcher, now: datetime) -> None:
    """Settle it; it is not raised again before it was over. Raises HandledBefore."""
    if not Alert.objects.filter(pk=alert.pk, done_at__isnull=True).update(done_at=now, done_by=by):
        raise HandledBefore


def assign(alert: Alert, researcher_id: int | None) -> None:
    """Give it to a member who may act on people, or to nobody; raises NotTheirs, HandledBefore."""
    if researcher_id is not None:
        able = members_to_assign(alert.study_id).filter(researcher=researcher_id)
        if not able.exists():
            raise NotTheirs
    waiting = Alert.objects.filter(pk=alert.pk, done_at__isnull=True)
    if not waiting.update(assigned_to=researcher_id):
        raise HandledBefore


def members_to_assign(study_id: int) -> QuerySet[Membership]:
    """Who may act on people of the study, and can log in."""
    roles = [role for role, rights in RIGHTS_OF.items() if Right.ACT_ON_PEOPLE in rights]
    able = Q(role__in=roles, researcher__is_active=True)
    return Membership.objects.filter(able, study=study_id).select_related("researcher")
