"""Where a participant stands: their state, the study day, and when the next mail will come."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.sampling.day import active_on
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.once import Once
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.schemes import parse_wake_times
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule

State = Literal["enrolled", "paused", "withdrawn", "over", "waiting"]
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Participation:
    """Where one participant stands today; what is not known, or has no meaning now, is None.

    `days` is the last study day that can have a prompt; `next_mail` is a local day.
    """

    state: State
    today: date
    day: int | None = None
    days: int | None = None
    next_mail: date | None = None


def participation_of(
    participant: Participant, protocol: Protocol, *, now: datetime
) -> Participation:
    """Where the participant of the protocol's study stands; reads one prompt at most."""
    today = now.astimezone(ZoneInfo(participant.time_zone)).date()
    study = participant.study
    if participant.status == Participant.Status.WITHDRAWN:
        return Participation("withdrawn", today)
    if study.ended_at is not None:
        return Participation("over", today)
    if study.launched_at is None or participant.start_date is None:
        return Participation("waiting", today)
    course = _Course(participant, protocol, participant.start_date)
    day, days = course.study_day(today), course.last_day(today)
    next_mail = _next_mail(participant, course, now=now) if participant.gets_mail else None
    if days is not None and day > days and next_mail is None:
        return Participation("over", today, days=days)
    is_paused = participant.status == Participant.Status.PAUSED
    return Participation(
        "paused" if is_paused else "enrolled",
        today,
        day=day if day > 0 else None,
        days=days,
        next_mail=None if is_paused else next_mail,
    )


def _next_mail(participant: Participant, course: _Course, *, now: datetime) -> date | None:
    """The local day of the next planned prompt, or the first that is not planned yet and asks."""
    planned = Prompt.objects.unsent().filter(participant=participant, scheduled_at__gt=now)
    prompt = planned.order_by("scheduled_at").values_list("scheduled_at", "time_zone").first()
    if prompt is not None:
        scheduled_at, time_zone = prompt
        return scheduled_at.astimezone(ZoneInfo(time_zone)).date()
    return next(course.asking_days(), None)


@dataclass(frozen=True)
class _Course:
    """A participant's way along the path of their arm."""

    participant: Participant
    protocol: Protocol
    start_date: date

    def study_day(self, on: date) -> int:
        return (on - self.start_date).days + 1

    def last_day(self, on: date) -> int | None:
        """The last study day of the path with the schemes of a date; None without an end."""
        path = self._path(on)
        ends = [self._end(one) for one in path if not isinstance(one.scheme, FollowUp)]
        return max(ends, default=None)

    def asking_days(self) -> Iterator[date]:
        """The days after the last one planned on which the path asks."""
        on = (self.participant.planned_through or self.start_date - DAY) + DAY
        wake = self.participant.wake_times
        person = Person(
            self.participant.number,
            ZoneInfo(self.participant.time_zone),
            parse_wake_times(wake) if wake else None,
        )
        seed = self.protocol.study.seed_bytes
        end = self.last_day(on) or 0
        while self.study_day(on) <= end:
            path = self._path(on)
            if active_on(path, start_date=self.start_date, on=on, person=person, seed=seed):
                yield on
            on += DAY

    def _path(self, on: date) -> tuple[Placed, ...]:
        return self.protocol.path(self.participant.arm_id, on)

    def _end(self, placed: Placed) -> int:
        own, scheme = placed.scheme.last_day, placed.scheme
        if isinstance(scheme, Once):
            # Its last day is the latest it can be; most have theirs at once.
            days = range(scheme.after_days + 1, own + 1)
            first = placed.first_date(self.start_date)
            dates = ((day, first + (day - 1) * DAY) for day in days)
            asks = (day for day, on in dates if scheme.has_prompts_on(day, on, first_date=first))
            own = next(asks, own)
        end = placed.first_day + own - 1
        return end if placed.last_day is None else min(end, placed.last_day)


def reportable(participant: Participant, protocol: Protocol, *, on: date) -> list[Schedule]:
    """The schedules by which the participant can report events in the days around a local day."""
    if participant.start_date is None or not protocol.study.is_running:
        return []
    study_day = (on - participant.start_date).days + 1
    return [
        protocol.schedules[placed.schedule]
        for placed in protocol.path(participant.arm_id, on)
        if isinstance(placed.scheme, OnEvent)
        and placed.covers(study_day)
        and study_day - placed.first_day < placed.scheme.last_day
    ]
