"""The messages of a study that somebody can still decide about."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import DateTimeField, ExpressionWrapper, F, IntegerField, Max, Q, Value
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from esmpress.delivery.act_refusals import why_not_again
from esmpress.delivery.models import Notification, NotificationQuerySet
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import LATE, UNCERTAIN
from esmpress.prompts.models import Prompt
from esmpress.studies.models import ScheduleVersion, Study

Status = Notification.Status

MOST_SHOWN = 100


def to_try_again(study: Study, *, now: datetime) -> NotificationQuerySet:
    """The study's messages that could go out after all, the soonest to close first."""
    if not study.is_running:
        return Notification.objects.none()
    # All that `why_not_again` asks: what it refuses must not take the places of what can go out.
    return (
        _of(study)
        .alias(until=_last_moment())
        .filter(
            _is_wanted(study),
            status__in=(Status.FAILED, Status.UNCERTAIN, Status.NOT_SENT),
            planned_at__gt=now - _longest_window(study),
            until__gte=now,
            prompt__participant__status=Participant.Status.ENROLLED,
            prompt__participant__unsubscribed_at=None,
            prompt__participant__suppressed_at=None,
        )
        .exclude(reason=LATE, status=Status.NOT_SENT)
        .exclude(reason__startswith="prompt_", status=Status.NOT_SENT)
        .order_by("open_until", "pk")
    )


def to_call_off(study: Study) -> NotificationQuerySet:
    """The study's messages that wait to go out, the next first."""
    return _of(study).filter(status__in=Notification.WAITING).order_by("due_at", "pk")


def can_be_tried_again(study: Study, *, now: datetime) -> list[Notification]:
    """The first of the messages that could go out after all."""
    rows = to_try_again(study, now=now)[:MOST_SHOWN]
    return [row for row in rows if not why_not_again(row, now=now)]


def can_be_called_off(study: Study) -> list[Notification]:
    """The first of the messages that wait to go out."""
    return list(to_call_off(study)[:MOST_SHOWN])


def _of(study: Study) -> NotificationQuerySet:
    rows = Notification.objects.filter(prompt__participant__study=study)
    return rows.select_related("prompt__participant__study")


def _is_wanted(study: Study) -> Q:
    """Of an invitation: the prompt is not out, or nobody knows. Of a reminder: it still reminds."""
    never_sent = Q(prompt__status=Prompt.Status.NOT_SENT, prompt__sent_at=None)
    in_doubt = Q(
        prompt__status=Prompt.Status.SENT,
        prompt__status_reason=UNCERTAIN,
        uncertain_at__isnull=False,
    )
    reminds = Q(prompt__status=Prompt.Status.SENT)
    if study.reminders_until == Study.RemindersUntil.ANSWERED:
        reminds |= Q(prompt__status__in=Prompt.OPENED)
    else:
        reminds |= Q(prompt__status__in=Prompt.OPENED, kind__startswith="snooze")
    is_invitation = Q(kind=Notification.INVITATION)
    invited_later = Q(prompt__sent_at__gt=F("planned_at"))
    return is_invitation & (never_sent | in_doubt) | ~is_invitation & ~invited_later & reminds


def _last_moment() -> Combinable:
    """`Notification.last_moment` in SQL."""
    rest = (F("open_until") - F("planned_at")) * Value(settings.DELIVERY_MIN_WINDOW_SHARE)
    return ExpressionWrapper(F("open_until") - rest, output_field=DateTimeField())


def _longest_window(study: Study) -> timedelta:
    """The longest response window of any version: what was planned before that is closed."""
    versions = ScheduleVersion.objects.filter(schedule__study=study)
    longest = versions.aggregate(
        minutes=Max(Cast(KT("scheme__response_window_minutes"), IntegerField()))
    )
    return timedelta(minutes=longest["minutes"] or 0)
