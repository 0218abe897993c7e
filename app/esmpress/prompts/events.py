"""Reporting events by a permanent link: whether one can be now, and the prompt that opens."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Max, QuerySet

from esmpress.participants.models import Participant
from esmpress.prompts.event_days import DAY, EventDay, EventDays, NoEventDays, read_event_days
from esmpress.prompts.event_links import EventLink
from esmpress.prompts.links import issue_links
from esmpress.prompts.models import Prompt
from esmpress.prompts.versions import latest_version
from esmpress.sampling.clock import occurs_twice, offset_minutes

ALGORITHM = 1
# Two taps closer together are one report.
SAME_TAP = timedelta(seconds=10)


class NotAskedNow(Exception):
    """Nothing can be reported: study over, withdrawn, paused, or outside the days and windows."""


class NotYet(Exception):
    """The next event can be reported at `until`."""

    def __init__(self, until: datetime) -> None:
        """Keep the instant."""
        super().__init__(until)
        self.until = until


class CoolingDown(NotYet):
    """The last report is too recent."""


class EventsUsedUp(NotYet):
    """As many events were reported as a day can have."""


@dataclass(frozen=True)
class EventState:
    """Whether an event can be reported, and from when on if not yet."""

    kind: Literal["ready", "cooling_down", "used_up", "closed"]
    next_at: datetime | None = None


def event_state(link: EventLink, *, now: datetime) -> EventState:
    """Whether an event can be reported now; changes nothing."""
    try:
        reportable_day(link, now=now)
    except NotAskedNow:
        return EventState("closed")
    except CoolingDown as error:
        return EventState("cooling_down", error.until)
    except EventsUsedUp as error:
        return EventState("used_up", error.until)
    return EventState("ready")


def reportable_day(link: EventLink, *, now: datetime) -> EventDay:
    """The day a report would belong to; raises NotAskedNow or NotYet."""
    participant = link.participant
    if participant.status != Participant.Status.ENROLLED or not participant.study.is_running:
        raise NotAskedNow
    try:
        days = read_event_days(link)
    except NoEventDays as error:
        raise NotAskedNow from error
    day = days.at(now)
    if day is None:
        raise NotAskedNow
    _check_limits(link, days, day, now=now)
    return day


def _check_limits(link: EventLink, days: EventDays, day: EventDay, *, now: datetime) -> None:
    reports = _reports(link)
    last = reports.last()
    cool_down = timedelta(minutes=day.scheme.cool_down_minutes)
    cooled_at = last.scheduled_at + cool_down if last is not None else now
    limit = day.scheme.daily_limit
    is_used_up = limit is not None and reports.filter(study_day=day.study_day).count() >= limit
    if cooled_at <= now and not is_used_up:
        return
    until = days.next_opening(day.date + DAY if is_used_up else day.date, cooled_at)
    if until is None:
        raise NotAskedNow
    raise EventsUsedUp(until) if is_used_up else CoolingDown(until)


@transaction.atomic
def report_event(link: EventLink, *, now: datetime) -> Prompt:
    """The prompt of an event that happened, opened and with its link; the same for a double tap.

    Raises NotAskedNow or NotYet.
    """
    # The second of two taps waits here for the first, and either for a withdrawal.
    locked = Participant.objects.select_for_update(of=("self",), no_key=True)
    link = replace(link, participant=locked.select_related("study").get(pk=link.participant.pk))
    last = _reports(link).last()
    if last is not None and now - last.scheduled_at < SAME_TAP:
        return last
    prompt = _open(link, reportable_day(link, now=now), now=now)
    issue_links([prompt])
    return prompt


def unfinished_prompt(link: EventLink, *, now: datetime) -> Prompt | None:
    """The last reported prompt while it waits for answers, or None."""
    last = _reports(link).last()
    return last if last is not None and last.is_open(now=now) else None


def _reports(link: EventLink) -> QuerySet[Prompt]:
    return Prompt.objects.filter(
        participant=link.participant, schedule=link.schedule, trigger=Prompt.Trigger.EVENT
    ).order_by("scheduled_at")


def _open(link: EventLink, day: EventDay, *, now: datetime) -> Prompt:
    zone, scheme = ZoneInfo(day.time_zone), day.scheme
    open_until = now + timedelta(minutes=scheme.response_window_minutes)
    finish_until = now + timedelta(minutes=scheme.finish_within_minutes)
    before = _reports(link).filter(study_day=day.study_day).aggregate(last=Max("beep"))["last"]
    return Prompt.objects.create(
        participant=link.participant,
        schedule=link.schedule,
        schedule_version=day.version,
        trigger=Prompt.Trigger.EVENT,
        study_day=day.study_day,
        beep=(before or 0) + 1,
        scheduled_at=now,
        time_zone=day.time_zone,
        utc_offset_minutes=offset_minutes(now, zone),
        dst="fold" if occurs_twice(now, zone) else "",
        open_until=open_until,
        finish_within_minutes=scheme.finish_within_minutes,
        finish_until=max(open_until, finish_until),
        algorithm=ALGORITHM,
        status=Prompt.Status.OPENED,
        opened_at=now,
        questionnaire_version=latest_version(link.schedule),
    )
