"""What a planning has drawn so far: rows for the table, and what had no place."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import structlog

from esmpress.prompts.inserting import MINUTE_MICROSECONDS, ROW, Rows
from esmpress.sampling.clock import MINUTE
from esmpress.sampling.path import Placed
from esmpress.sampling.standings import LeftOut
from esmpress.sampling.wake_times import WakeTimes
from esmpress.studies.design import Protocol

ALGORITHM = 1

log = structlog.get_logger(__name__)

# A local date, the arm, the zone and the wake times that count on it.
Day = tuple[date, int | None, str, WakeTimes | None]


@dataclass
class Drawing:
    """What was drawn so far: rows, the zones they name by place, and what had no place."""

    protocol: Protocol
    rows: list[Rows] = field(default_factory=list)
    zones: dict[str, int] = field(default_factory=dict)
    left_out: Counter[tuple[date, bool, str]] = field(default_factory=Counter)

    def all_rows(self) -> Rows:
        """The rows as one array."""
        return np.concatenate([np.empty(0, dtype=ROW), *self.rows])

    def zone_place(self, time_zone: str) -> int:
        """The place of a zone among `zones`."""
        return self.zones.setdefault(time_zone, len(self.zones))

    def log_left_out(self) -> None:
        """Say what had no place: a whole day is a fault of the design, a prompt is not."""
        for (on, is_day, reason), count in self.left_out.items():
            log.log(
                logging.ERROR if is_day else logging.WARNING,
                "prompts_without_a_place",
                study=self.protocol.study.slug,
                date=on.isoformat(),
                count=count,
                reason=reason,
            )

    def note(self, on: date, left_out: LeftOut) -> None:
        """Count what had no place on a date."""
        name = self.protocol.schedules[left_out.schedule].name
        self.left_out[on, left_out.beep is None, f"“{name}”: {left_out.reason}"] += 1


def fill_alike(drawing: Drawing, rows: Rows, placed: Placed, on: date, time_zone: str) -> None:
    """What all prompts of a schedule on a date have in common."""
    scheme = placed.scheme
    rows["schedule_id"] = placed.schedule
    rows["schedule_version_id"] = drawing.protocol.versions_on(on)[placed.schedule].pk
    rows["finish_within_minutes"] = scheme.finish_within_minutes
    window = scheme.response_window_minutes * MINUTE_MICROSECONDS
    rows["open_until"] = rows["scheduled_at"] + window
    rows["no_room"] = 0
    rows["zone"] = drawing.zone_place(time_zone)


def longest_gap(protocol: Protocol) -> timedelta:
    """The longest any prompt of the study keeps others away."""
    return max(protocol.gaps.values(), default=0) * MINUTE
