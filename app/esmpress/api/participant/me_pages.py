"""What a participant's own page shows, from the rows and the clock."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.conf import settings

from esmpress.api.participant.me_bodies import (
    Compliance,
    DayCompliance,
    Feedback,
    FeedbackPoint,
    FeedbackRule,
    GivenConsent,
    Portal,
    ReportableEvent,
)
from esmpress.api.participant.pages import common_of
from esmpress.participants.models import Participant
from esmpress.prompts.compliance import figures_by_day, figures_of
from esmpress.prompts.event_links import event_link
from esmpress.prompts.participation import Participation, participation_of, reportable
from esmpress.prompts.versions import latest_versions
from esmpress.responses.feedback import is_released, own_charts
from esmpress.studies.design import Protocol
from esmpress.studies.models import Study
from esmpress.studies.readiness import following_own_hours
from esmpress.withdrawal import levels_left


def portal_of(participant: Participant, *, now: datetime) -> Portal:
    """The page as it is now; changes nothing."""
    protocol = Protocol(participant.study)
    standing = participation_of(participant, protocol, now=now)
    days = figures_by_day(participant)
    figures = figures_of(days)
    common: dict[str, Any] = common_of(participant, time_zone=participant.time_zone)
    return Portal(
        **common,
        status=standing.state,
        gets_mail=participant.gets_mail,
        day=standing.day,
        days=standing.days,
        compliance=Compliance(
            answered=figures.answered, missed=figures.missed, share=figures.share
        ),
        per_day=[
            DayCompliance(day=one.day, date=one.date, answered=one.answered, missed=one.missed)
            for one in days
        ],
        next_mail=_next_mail(standing),
        asks_hours=bool(following_own_hours(protocol.schedules.values())),
        wake_times=participant.wake_times,
        paused_until=_paused_until(standing, participant),
        events=_events(participant, protocol, standing),
        feedback=_feedback(participant, standing),
        feedback_rule=_rule(participant.study),
        consents=_consents(participant),
        may_withdraw=[level.value for level in levels_left(participant)],
    )


def _next_mail(standing: Participation) -> Literal["today", "tomorrow"] | date | None:
    if standing.next_mail == standing.today:
        return "today"
    is_next = standing.next_mail == standing.today + timedelta(days=1)
    return "tomorrow" if is_next else standing.next_mail


def _paused_until(standing: Participation, participant: Participant) -> date | None:
    if standing.state != "paused":
        return None
    pauses = participant.pauses.filter(ended_at__isnull=True)
    return pauses.values_list("until", flat=True).first()


def _events(
    participant: Participant, protocol: Protocol, standing: Participation
) -> list[ReportableEvent]:
    """What can be reported in these days."""
    if standing.state != "enrolled":
        return []
    schedules = reportable(participant, protocol, on=standing.today)
    versions = latest_versions({one.questionnaire_id for one in schedules}) if schedules else {}
    return [
        ReportableEvent(
            title=versions[one.questionnaire_id].parsed().title,
            path=event_link(participant, one).removeprefix(settings.PUBLIC_URL),
        )
        for one in schedules
        if one.questionnaire_id in versions
    ]


def _feedback(participant: Participant, standing: Participation) -> list[Feedback]:
    """The charts of own answers, once the study shows them."""
    is_over = standing.state in {"over", "withdrawn"}
    if not is_released(participant, is_over=is_over):
        return []
    return [
        Feedback(
            title=chart.title,
            kind=chart.kind,
            min=chart.lowest,
            max=chart.highest,
            points=[FeedbackPoint(at=at, value=value) for at, value in chart.points],
        )
        for chart in own_charts(participant)
    ]


def _rule(study: Study) -> FeedbackRule | None:
    if study.feedback_rule == Study.FeedbackRule.NEVER:
        return None
    return FeedbackRule(kind=study.feedback_rule, n=study.feedback_after)


def _consents(participant: Participant) -> list[GivenConsent]:
    return [
        GivenConsent(
            version=one.document.number,
            title=one.document.title,
            given_at=one.given_at,
            purposes=one.choices,
        )
        for one in participant.consents.select_related("document")
    ]
