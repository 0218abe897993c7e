"""On which local days, and between which instants of them, a participant can report an event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from esmpress.participants.models import Participant
from esmpress.prompts.event_links import EventLink
from esmpress.prompts.routes import Route, read_routes
from esmpress.sampling.bursts import burst_days
from esmpress.sampling.clock import find_moment, to_instant
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.path import Placed
from esmpress.sampling.wake_times import WakeTimesUnknown
from esmpress.studies.design import Protocol
from esmpress.studies.models import ScheduleVersion

DAY = timedelta(days=1)
# Nobody waits longer between two days of a schedule.
LOOK_AHEAD = 366 * DAY


@dataclass(frozen=True)
class EventDay:
    """A study day on which events can be reported, from `begins_at` until before `ends_at`."""

    study_day: int
    date: date
    begins_at: datetime
    ends_at: datetime
    time_zone: str
    version: ScheduleVersion
    scheme: OnEvent


class NoEventDays(Exception):
    """The participant has no first day yet."""


def read_event_days(link: EventLink) -> EventDays:
    """The days of a link of a launched study; raises NoEventDays."""
    study = link.participant.study
    own = Participant.objects.filter(pk=link.participant.pk)
    for route in read_routes(study, own, lock=False):
        return EventDays(Protocol(study), route, link.schedule.pk)
    raise NoEventDays


class EventDays:
    """The days on which one participant can report events of one schedule."""

    def __init__(self, protocol: Protocol, route: Route, schedule_id: int) -> None:
        """Keep what they depend on."""
        self._protocol, self._route, self._schedule_id = protocol, route, schedule_id

    def today(self, now: datetime) -> date:
        """The participant's local date."""
        today = now.astimezone(ZoneInfo(self._route.time_zone)).date()
        return now.astimezone(ZoneInfo(self._route.zone_on(today))).date()

    def at(self, now: datetime) -> EventDay | None:
        """The day an instant belongs to, after midnight perhaps the day before; or None."""
        today = self.today(now)
        near = self._days(today - DAY, today)
        return next((day for day in near if day.begins_at <= now < day.ends_at), None)

    def next_opening(self, first: date, earliest: datetime) -> datetime | None:
        """The first instant not before `earliest` on a day from the date `first` on; or None."""
        days = self._days(first, first + LOOK_AHEAD)
        openings = ((max(day.begins_at, earliest), day.ends_at) for day in days)
        return next((begins_at for begins_at, ends_at in openings if begins_at < ends_at), None)

    def are_running(self, now: datetime) -> bool:
        """Whether today lies between the first and the last of the days, asked on or not."""
        today = self.today(now)
        placed = self._placed_on(today)
        return placed is not None and self._own_day(placed, today) <= placed.scheme.last_day

    def _days(self, first: date, last: date) -> Iterator[EventDay]:
        for n in range((last - first).days + 1):
            if day := self._day(first + n * DAY):
                yield day

    def _day(self, on: date) -> EventDay | None:
        placed = self._placed_on(on)
        window = self._window(placed, on) if placed else None
        if placed is None or window is None:
            return None
        assert isinstance(placed.scheme, OnEvent)
        zone = self._route.zone_on(on)
        begins_at, ends_at = (_instant(on, zone, minute) for minute in (window.start, window.stop))
        version = self._protocol.versions_on(on)[self._schedule_id]
        return EventDay(self._study_day(on), on, begins_at, ends_at, zone, version, placed.scheme)

    def _placed_on(self, on: date) -> Placed | None:
        """The schedule on the path of the date's arm, if that stretch of it covers the date."""
        for placed in self._protocol.path(self._route.arm_on(on), on):
            if placed.schedule == self._schedule_id and placed.covers(self._study_day(on)):
                return placed
        return None

    def _window(self, placed: Placed, on: date) -> DayWindow | None:
        asks = placed.scheme.has_prompts_on(
            self._own_day(placed, on),
            on,
            first_date=placed.first_date(self._route.start_date),
            burst_days=self._bursts(placed),
        )
        try:
            return placed.scheme.window_of(on, self._route.wake) if asks else None
        except WakeTimesUnknown:
            return None

    def _bursts(self, placed: Placed) -> frozenset[int] | None:
        scheme = placed.scheme
        if scheme.bursts is None:
            return None
        return burst_days(
            scheme.bursts,
            days=scheme.days,
            first_date=placed.first_date(self._route.start_date),
            seed=self._protocol.study.seed_bytes,
            participant=self._route.number,
            first_day=placed.first_day,
        )

    def _study_day(self, on: date) -> int:
        return (on - self._route.start_date).days + 1

    def _own_day(self, placed: Placed, on: date) -> int:
        return self._study_day(on) - placed.first_day + 1


def _instant(on: date, time_zone: str, minute: int) -> datetime:
    return to_instant(on, find_moment(on, ZoneInfo(time_zone), minute).elapsed)
