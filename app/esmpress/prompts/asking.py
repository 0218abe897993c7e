"""A schedule that does not ask by itself: whether it may ask a participant at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.participants.models import Participant
from esmpress.prompts.routes import read_routes
from esmpress.sampling.clock import MINUTE, occurs_twice, offset_minutes, to_local
from esmpress.sampling.path import Placed
from esmpress.sampling.wake_times import WakeTimesUnknown
from esmpress.studies.design import Protocol
from esmpress.studies.models import ScheduleVersion

ALGORITHM = 1
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """A schedule on a participant's study day, by the version that applies."""

    placed: Placed
    version: ScheduleVersion
    study_day: int


class Asking:
    """One participant of a launched study, with the design as it applies to them."""

    def __init__(self, participant: Participant) -> None:
        """Read what is needed, once."""
        self.participant = participant
        own = Participant.objects.filter(pk=participant.pk)
        self.protocol = Protocol(participant.study)
        self._route = next(iter(read_routes(participant.study, own, lock=False)), None)

    @cached_property
    def may_be_asked(self) -> bool:
        """Whether the study runs and the participant takes part, has begun and is not paused."""
        enrolled = Participant.objects.enrolled().filter(pk=self.participant.pk).exists()
        return enrolled and self.participant.study.is_running and self._route is not None

    def schedule_on(self, schedule_id: int, on: date) -> Asked | None:
        """A schedule on a local date, None if it is not on the participant's path that day."""
        if self._route is None:
            return None
        study_day = (on - self._route.start_date).days + 1
        for placed in self.protocol.path(self._route.arm_on(on), on):
            if placed.schedule == schedule_id and placed.covers(study_day) and study_day > 0:
                return Asked(placed, self.protocol.versions_on(on)[schedule_id], study_day)
        return None

    def in_windows(self, asked: Asked, instant: datetime) -> bool:
        """Whether an instant lies inside a day window of the scheme, on whatever day."""
        return any(self._is_inside(asked, on, instant) for on in self._days_at(instant))

    def _is_inside(self, asked: Asked, on: date, instant: datetime) -> bool:
        assert self._route is not None
        try:
            window = asked.placed.scheme.window_of(on, self._route.wake)
        except WakeTimesUnknown:
            return False
        local = to_local(instant, self.zone_at(instant))
        minute = (local - datetime.combine(on, time.min)) // MINUTE
        return window is not None and window.start <= minute < window.stop

    def zone_at(self, instant: datetime) -> ZoneInfo:
        """The participant's time zone at an instant."""
        assert self._route is not None
        today = instant.astimezone(ZoneInfo(self._route.time_zone)).date()
        return ZoneInfo(self._route.zone_on(today))

    def wall_clock(self, instant: datetime) -> dict[str, Any]:
        """What a prompt at an instant notes of the participant's clock."""
        zone = self.zone_at(instant)
        return {
            "time_zone": zone.key,
            "utc_offset_minutes": offset_minutes(instant, zone),
            "dst": "fold" if occurs_twice(instant, zone) else "",
        }

    def _days_at(self, instant: datetime) -> Iterator[date]:
        today = instant.astimezone(self.zone_at(instant)).date()
        yield today
        yield today - DAY
