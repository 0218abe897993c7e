"""What a new version of a schedule changes: its fields, planned prompts, and days as examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.console.blinding import tells_arm
from esmpress.console.scheme_words import LABELS, described
from esmpress.prompts.routes import Route, read_routes
from esmpress.prompts.version_preview import VersionDiff, preview_version
from esmpress.sampling.day import plan_dates
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.studies.design import Protocol
from esmpress.studies.models import Schedule, ScheduleVersion

EXAMPLE_DAYS = 3
# So many days are looked through for those that have prompts.
DAYS_SEARCHED = 60
DAY = timedelta(days=1)
ABSENT = "–"


@dataclass(frozen=True)
class Change:
    """A field of the form before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class ExampleDay:
    """The moments of one local day before and after."""

    date: date
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """All that a researcher should see before confirming a version."""

    changes: list[Change]
    participants: int
    prompts: VersionDiff
    example_code: str
    example_days: list[ExampleDay]


def difference_of(
    schedule: Schedule,
    scheme: dict[str, Any],
    *,
    apply_from: date,
    now: datetime,
    shows_arms: bool,
) -> Difference:
    """What confirming the scheme from a date on would change; raises ValidationError.

    Without `shows_arms` nobody is an example for a schedule that only one arm has.
    """
    participants = schedule.study.participants.taking_part()
    shows_example = shows_arms or not tells_arm(schedule)
    code, days = _examples(schedule, scheme, apply_from, now) if shows_example else ("", [])
    return Difference(
        changes=changes_between(schedule.scheme, scheme),
        participants=participants.count(),
        prompts=preview_version(schedule, scheme, apply_from=apply_from, now=now),
        example_code=code,
        example_days=days,
    )


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """The fields that differ, in the order of the form."""
    old, new = described(before), described(after)
    return [
        Change(label, old.get(label, ABSENT), new.get(label, ABSENT))
        for label in dict.fromkeys(LABELS.values())
        if old.get(label) != new.get(label)
    ]


def _examples(
    schedule: Schedule, scheme: dict[str, Any], apply_from: date, now: datetime
) -> tuple[str, list[ExampleDay]]:
    """The first participant who has such days, and the days; none of a kind that plans nothing."""
    study = schedule.study
    before, after = Protocol(study), Protocol(study)
    after.add(_unsaved(schedule, scheme, apply_from, now))
    for participant in study.participants.taking_part().order_by("number")[:EXAMPLE_DAYS]:
        routes = read_routes(study, study.participants.filter(pk=participant.pk), lock=False)
        for route in routes:
            found = list(_days_of(route, schedule.pk, before, after, apply_from))
            if found:
                return participant.code, found[:EXAMPLE_DAYS]
    return "", []


def _unsaved(
    schedule: Schedule, scheme: dict[str, Any], apply_from: date, now: datetime
) -> ScheduleVersion:
    return ScheduleVersion(
        pk=0,
        schedule=schedule,
        number=schedule.versions.count() + 1,
        scheme=scheme,
        apply_from=apply_from,
        confirmed_at=now,
    )


def _days_of(
    route: Route, schedule_id: int, before: Protocol, after: Protocol, first: date
) -> Iterator[ExampleDay]:
    on = max(first, route.start_date)
    for _ in range(DAYS_SEARCHED):
        moments = [_moments(protocol, route, schedule_id, on) for protocol in (before, after)]
        if any(moments):
            yield ExampleDay(on, *(one or ABSENT for one in moments))
        on += DAY


def _moments(protocol: Protocol, route: Route, schedule_id: int, on: date) -> str:
    """The times of day, on the participant's wall clock."""
    zone = ZoneInfo(route.zone_on(on))
    (day,) = plan_dates(
        protocol.path(route.arm_on(on), on),
        start_date=route.start_date,
        first=on,
        last=on,
        person=Person(route.number, zone, route.wake),
        seed=protocol.study.seed_bytes,
    )
    prompts: list[PlannedPrompt] = day.prompts.get(schedule_id, [])
    return ", ".join(f"{prompt.scheduled_at.astimezone(zone):%H:%M}" for prompt in prompts)
