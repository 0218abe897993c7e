"""Rules and what they find."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from esmpress.alerts.models import Alert, AlertRule, MailWishes
from esmpress.alerts.watching import watch_studies
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Membership, Study
from tests.factories import LAUNCHED_AT, make_participant, make_prompt

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NEEDED: dict[str, dict[str, Any]] = {
    "compliance": {"percent": 60, "days": 3, "least": 4},
    "missed": {"missed": 3},
    "bounced": {},
    "silence": {"hours": 6, "least": 2},
    "risk": {"column": "stress", "comparison": "at_least", "values": [80.0]},
}


def make_rule(study: Study, kind: str, **fields: Any) -> AlertRule:
    """A rule that is on; of answers about the study's only questionnaire."""
    if kind == "risk":
        fields.setdefault("questionnaire", study.schedules.earliest("pk").questionnaire)
    return AlertRule.objects.create(
        study=study, kind=kind, **{**NEEDED[kind], "since": LAUNCHED_AT} | fields
    )


def make_alert(rule: AlertRule, participant: Participant | None = None, **fields: Any) -> Alert:
    """An open alert of a participant of its own."""
    if participant is None and rule.kind != "silence":
        participant = make_participant(rule.study)
    defaults = {"raised_at": LAUNCHED_AT, "study": rule.study, "part": 3, "whole": 12}
    return Alert.objects.create(rule=rule, participant=participant, **defaults | fields)


def make_wishes(member: Membership, **fields: Any) -> MailWishes:
    """Wishes in the study's zone."""
    return MailWishes.objects.create(
        membership=member, **{"time_zone": member.study.time_zone} | fields
    )


def ended(participant: Participant, outcomes: str, *, last: datetime, **fields: Any) -> None:
    """Prompts an hour apart, the last scheduled at `last`: “a” was answered, “m” missed."""
    for place, outcome in enumerate(outcomes, start=1):
        at = last - (len(outcomes) - place) * HOUR
        day = (at.date() - participant.start_date).days + 1 if participant.start_date else 1
        over: dict[str, Any] = {"status": Prompt.Status.EXPIRED}
        if outcome == "a":
            over = {"status": Prompt.Status.ANSWERED, "answered_at": at}
        make_prompt(participant, **{"scheduled_at": at, "study_day": day} | over | fields)


def found(*, now: datetime) -> list[tuple[str, str, bool]]:
    """What a look at the studies leaves: who, the kind of rule, whether it is open."""
    watch_studies(now=now)
    alerts = Alert.objects.select_related("rule", "participant").order_by("pk")
    return [(str(one.participant), one.rule.kind, one.ended_at is None) for one in alerts]
