"""Lets the people of the guide's study live through its days, by the product's own steps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from devstack.guide.invitations import invite
from devstack.guide.visits import Visits
from esmpress.participants.models import Participant
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import lifecycle, stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.studies.models import Study

DAY = timedelta(days=1)
Happening = Callable[[Participant, datetime], object]


def _bounces(participant: Participant, now: datetime) -> None:
    suppress_addresses({participant.pk: "bounced"}, now=now)


# On which day something happens to whom, by the numbers of days and participants.
HAPPENINGS: dict[int, tuple[int, Happening]] = {
    3: (7, lambda who, now: mark_unsubscribed(who, now=now)),
    4: (11, _bounces),
    5: (5, lambda who, now: stopping.withdraw(who, now=now)),
    6: (14, lambda who, now: stopping.pause(who, now=now)),
}


def live_through(study: Study, *, began: datetime, now: datetime) -> None:
    """Plan, invite and answer day after day until now."""
    visits = Visits(study)
    days = (now - began) // DAY
    for day in range(days + 1):
        begins = began + day * DAY
        plan_study(study, now=begins)
        _carry_out(_due(study, begins, min(begins + DAY, now)), visits)
        if day in HAPPENINGS:
            number, happen = HAPPENINGS[day]
            happen(study.participants.get(number=number), min(begins + DAY, now))
    lifecycle.expire_overdue_prompts(now=now)


def _due(study: Study, begins: datetime, ends: datetime) -> Iterable[Prompt]:
    """The prompts of a day, in their order; those just before its end may still be answered."""
    found = Prompt.objects.filter(participant__study=study, status=Prompt.Status.PLANNED)
    due = found.filter(scheduled_at__gte=begins, scheduled_at__lt=ends)
    return due.select_related("participant__study", "schedule").order_by("scheduled_at", "pk")


def _carry_out(due: Iterable[Prompt], visits: Visits) -> None:
    for prompt in due:
        if invite(prompt):
            visits.visit(prompt)
